"""HTML in notebooks: what it shows is kept, what acts, hides or reaches out is not."""

from __future__ import annotations

import pandas as pd
import pytest

from cba_kit.reports.blocks.htmltree import HtmlTree
from cba_kit.reports.blocks.tree import plain, walk
from tests.reports.blocks.drafts import draft


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("", []),
        ("<script>alert(1)</script><style>p{}</style>", []),
        ("<!-- only a remark -->", []),
        ("<p hidden>no</p><p style='display: none'>no</p>", []),
        ("words", [{"t": "par", "parts": [{"t": "text", "s": "words"}]}]),
        ("<p> a\n  b </p>", [{"t": "par", "parts": [{"t": "text", "s": "a b"}]}]),
        ("<b>x</b>", [{"t": "par", "parts": [{"t": "strong", "parts": [{"t": "text", "s": "x"}]}]}]),
        (
            "<ol start=3><li>x</ol>",
            [
                {
                    "t": "list",
                    "ordered": True,
                    "start": 3,
                    "items": [[{"t": "par", "parts": [{"t": "text", "s": "x"}]}]],
                }
            ],
        ),
        ("<pre>a\n b</pre>", [{"t": "output", "lines": [[["", "a"]], [["", " b"]]]}]),
        ("<hr>", [{"t": "rule"}]),
        ("<table></table>", []),
        ("<a href='javascript:alert(1)'>x</a>", [{"t": "par", "parts": [{"t": "text", "s": "x"}]}]),
    ],
)
def test_htmltree_blocks(source: str, blocks: list[object]) -> None:
    assert HtmlTree(draft()).blocks(source) == blocks


def test_htmltree_dataframe_has_its_index_as_row_headers() -> None:
    frame = pd.DataFrame({"n": [1, 22]}, index=pd.Index(["a", "b"], name="key"))

    (table,) = HtmlTree(draft()).blocks(frame._repr_html_())  # type: ignore[operator]  # pandas hides its type

    assert [[plain(x["parts"]) for x in row] for row in table["head"]] == [["key", "n"]]
    assert [[(plain(x["parts"]), x["header"]) for x in row] for row in table["body"]] == [
        [("a", True), ("1", False)],
        [("b", True), ("22", False)],
    ]
    assert table["body"][0][1]["side"] == "right"


def test_htmltree_keeps_the_names_in_a_drawing() -> None:
    source = '<div><svg viewBox="0 0 8 4"><title>A box</title><linearGradient id="g"/></svg></div>'

    (picture,) = HtmlTree(draft()).blocks(source)

    assert picture["alt"] == "A box"
    assert 'viewBox="0 0 8 4"' in picture["svg"]
    assert "linearGradient" in picture["svg"]


def test_htmltree_deep_nesting_is_flattened() -> None:
    source = "<ul><li>" * 200 + "deep" + "</li></ul>" * 200

    blocks = HtmlTree(draft()).blocks(source)

    assert [part["s"] for part in walk(blocks) if part["t"] == "text"] == ["deep"]


def test_htmltree_figure_and_definition_list() -> None:
    source = (
        "<figure><table><tr><td>1</td></tr></table><figcaption>Why</figcaption></figure><dl><dt>T<dd>D</dl>"
    )

    table, terms = HtmlTree(draft()).blocks(source)

    assert table["caption"] == "Why"
    assert [plain(item["term"]) for item in terms["items"]] == ["T"]
