"""Maths: formulas are converted and tried; nothing in one can run code or read a file."""

from __future__ import annotations

import pytest

from cba_kit.content import Library
from cba_kit.reports.blocks import maths
from cba_kit.reports.blocks.tree import Block
from tests.reports.blocks.drafts import draft


def settled(typ: str) -> Block:
    block = {"t": "math", "s": "x", "typ": typ, "display": False, "where": "cell 1"}
    maths.settle(draft(), [block], Library())
    return block


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{b}",
        r"\sum_{i=1}^{n} i^2",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\mathbb{R}^n \to \mathcal{L}",
        r"P(A \mid B) \leq \textbf{max}_{\text{all values}}",
        r"\left(\frac{a}{b}\right] \hat{y} \vec{v} 100\%",
    ],
)
def test_formula_is_set(tex: str) -> None:
    block = maths.formula(draft(), tex, display=True)
    maths.settle(draft(), [block], Library())

    assert block["typ"]
    assert block["mathml"].startswith("<math")


@pytest.mark.parametrize(
    "tex",
    [
        r'\text{#read("/etc/passwd")}',
        r"\href{file:///etc/passwd}{x}",
        r"\includegraphics{/etc/passwd}",
        r"\text{]#read(1)[}",
        r"\frac{a}{",
        "x" * 5000,
        "",
    ],
)
def test_converted_leaves_out_what_could_run_or_never_ends(tex: str) -> None:
    assert maths.converted(tex) == ""


@pytest.mark.parametrize(
    "typ",
    [
        'read("data.json")',
        '#read("data.json")',
        '#std.read("data.json")',
        'std.read("data.json")',
        '#json("data.json")',
        '#image("x.png")',
        '#eval("1")',
        "#sys.version",
        '#plugin("x")',
        "unknown",
        "frac(",
    ],
)
def test_settle_shuts_out_files_and_code(typ: str) -> None:
    block = settled(typ)

    assert (block["typ"], block["mathml"]) == ("", "")


def test_settle_keeps_the_good_ones_beside_a_bad_one() -> None:
    blocks = [
        {"t": "math", "s": typ, "typ": typ, "display": False, "where": ""}
        for typ in ("a^2", "unknown", "b_1")
    ]
    paper = draft()

    maths.settle(paper, blocks, Library())

    assert [bool(block["mathml"]) for block in blocks] == [True, False, True]


@pytest.mark.parametrize("words", ["$x$", "$$x$$", r"\[x\]", r"\(x\)", "x", " $ x $ "])
def test_of_takes_the_signs_away(words: str) -> None:
    assert maths.of(words) == "x"
