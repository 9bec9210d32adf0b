"""Markdown: headings leave no level out, links lead to pages, mail and places of the document only."""

from __future__ import annotations

import pytest

from cba_kit.reports.blocks.markdown import Prose
from cba_kit.reports.blocks.tree import DEEP, Block, plain, settle, walk
from tests.reports.blocks.drafts import draft


def blocks_of(markdown: str) -> list[Block]:
    return Prose(draft()).blocks(markdown)


def test_prose_headings_never_jump() -> None:
    paper = draft()
    blocks = Prose(paper).blocks("### Three\n\n# One\n\n#### Four\n\n##\n")

    assert [(b["t"], b["level"]) for b in blocks] == [("heading", 1), ("heading", 1), ("heading", 2)]
    assert paper.notes == [
        "the heading “Three” stands at level 1, not 3: no level may be left out.",
        "the heading “Four” stands at level 2, not 4: no level may be left out.",
        "an empty heading is left out.",
    ]


def test_prose_links_lead_to_pages_mail_and_places_only() -> None:
    blocks = blocks_of(
        "[a](https://x.eu) [b](javascript:alert(1)) [c](file:///etc/passwd) [d](../x.csv) "
        "[e](mailto:a@b.eu) [f](#Place)"
    )

    assert [part["url"] for part in walk(blocks) if part["t"] == "link"] == [
        "https://x.eu",
        "mailto:a@b.eu",
        "#Place",
    ]


def test_settle_keeps_links_to_places_that_are_there() -> None:
    paper = draft()
    blocks = Prose(paper).blocks("[a](#A-place) [b](#No-place)\n\n# A place\n")

    settle(blocks, paper.anchors)

    assert [part["url"] for part in walk(blocks) if part["t"] == "link"] == ["#A-place"]
    assert plain(blocks[0]["parts"]) == "a b"


@pytest.mark.parametrize(
    ("markdown", "formulas"),
    [
        ("$5 and $10", []),
        ("$5-$10", []),
        ("cost $5, then $x$", ["x"]),
        ("$x$", ["x"]),
        ("a $$x^2$$ b", ["x^2"]),
        ("\\begin{align}a\\end{align}", ["\\begin{align}a\\end{align}"]),
        ("\\\\(y\\\\)", ["y"]),
        ("`$x$`", []),
    ],
)
def test_prose_tells_formulas_from_prices(markdown: str, formulas: list[str]) -> None:
    blocks = blocks_of(markdown)

    assert [part["s"] for part in walk(blocks) if part["t"] == "math"] == formulas
    if not formulas:
        assert plain(blocks[0]["parts"]) == markdown.strip("`")


def test_prose_a_formula_in_display_stands_alone() -> None:
    assert [block["t"] for block in blocks_of("before $$x$$ after")] == ["par", "math", "par"]


def test_prose_tasks_notes_and_terms() -> None:
    paper = draft()
    blocks = Prose(paper).blocks("- [x] done\n- [ ] open\n\nSee[^n].\n\n[^n]: Why\n\nTerm\n: Sense\n")

    assert [part["on"] for part in walk(blocks) if part["t"] == "box"] == [True, False]
    assert [plain(foot) for foot in paper.feet] == ["Why"]
    assert [block["t"] for block in blocks] == ["list", "par", "terms"]


def test_prose_meanings_of_a_term_stand_apart() -> None:
    (terms,) = blocks_of("Term\n: one\n: two\n")

    assert [[(b["t"], plain(b["parts"])) for b in item["blocks"]] for item in terms["items"]] == [
        [("par", "one"), ("par", "two")]
    ]


def test_prose_html_in_a_line() -> None:
    (block,) = blocks_of(
        'H<sub>2</sub>O <span lang="fr">oui</span> <a href="https://x.eu">x</a> <kbd>K</kbd> <b>open'
    )

    assert [part["t"] for part in block["parts"] if part["t"] != "text"] == [
        "sub",
        "lang",
        "link",
        "code",
        "strong",
    ]


def test_prose_table_keeps_its_sides_and_names_its_rows() -> None:
    (table,) = blocks_of("|k|n|\n|:-:|-:|\n|a|1|\n|b|2|\n")

    assert [[x.get("side") for x in row] for row in table["body"]] == [["center", "right"]] * 2
    assert [[x["header"] for x in row] for row in table["body"]] == [[True, False]] * 2


def test_prose_deep_nesting_ends() -> None:
    def depth(value: object) -> int:
        if isinstance(value, dict):
            return 1 + max((depth(item) for item in value.values()), default=0)
        return max((depth(item) for item in value), default=0) if isinstance(value, list) else 0

    nested = "".join("  " * i + "- x\n" for i in range(60)) + "\n" + ">" * 90 + " y\n\n" + "*a **b " * 90

    assert depth(blocks_of(nested)) < 4 * DEEP
