"""Lean pages: which notebooks can have one, and what stands on it."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jinja2 import Environment, FileSystemLoader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cba_kit.config import shipped
from cba_kit.server.execution import Executed
from cba_kit.server.lean import LARGE, VIEW, LeanPage, NotLean, lean_page, render
from cba_kit.server.statics import Statics

PIXEL = base64.b64encode(b"\x89PNG").decode()


@pytest.fixture
def statics() -> Statics:
    return Statics("/", {})


def anywidget(**state: Any) -> dict[str, Any]:
    """Return the state of an anywidget, as its kernel tells it."""
    return {
        "_model_module": "anywidget",
        "_model_name": "AnyModel",
        "_view_name": "AnyView",
        "_anywidget_id": "test.Widget",
        "_esm": "export default { render() {} }",
        "_css": ".cba {}",
        "_dom_classes": [],
        "layout": "IPY_MODEL_layout",
        "tabbable": None,
        "tooltip": None,
        **state,
    }


LAYOUT = {"_model_module": "@jupyter-widgets/base", "_model_name": "LayoutModel"}


def shown(data: dict[str, Any], *, source: str = "x", tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    """Return a cell that has run and shows something."""
    output = new_output("display_data", data=data)
    return new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})


def view(model: str) -> dict[str, Any]:
    return {VIEW: {"model_id": model, "version_major": 2, "version_minor": 1}, "text/plain": "Widget()"}


def page(statics: Statics, *cells: Any, **widgets: dict[str, Any]) -> LeanPage:
    """Return the page of a notebook with these cells and widgets."""
    known = widgets | ({"layout": LAYOUT} if widgets else {})
    return lean_page(Executed(new_notebook(cells=list(cells)), known, {}), statics)


def test_a_widget_has_a_place_on_the_page_and_its_modules_and_large_state_are_files(statics: Statics) -> None:
    large = {"texts": {"key": "word " * LARGE}}
    made = page(statics, shown(view("b")), shown(view("a")), a=anywidget(value=3), b=anywidget(**large))
    assert [str(block) for block in made.blocks] == [
        '<div class="cba-widget" data-widget="0"></div>',
        '<div class="cba-widget" data-widget="1"></div>',
    ]
    first, second = made.widgets
    assert (first["model"], second["model"]) == ("b", "a")
    assert second["state"] == {"value": 3}
    assert "state" not in first
    assert first["esm"] == second["esm"]
    assert re.fullmatch(rf"{statics.prefix}\w{{20}}\.js", first["esm"])
    assert re.fullmatch(rf"{statics.prefix}\w{{20}}\.css", first["css"])
    assert re.fullmatch(rf"{statics.prefix}\w{{20}}\.json", first["stateUrl"])


def test_a_state_with_bytes_has_them_beside_it(statics: Statics) -> None:
    sent = {"path": ["picture"], "data": PIXEL, "encoding": "base64"}
    notebook = new_notebook(cells=[shown(view("a"))])
    executed = Executed(notebook, {"a": anywidget(), "layout": LAYOUT}, {"a": [sent]})
    (widget,) = lean_page(executed, statics).widgets
    assert widget["buffers"] == [{"path": ["picture"], "data": PIXEL}]


def test_words_pictures_and_tables_need_no_more_than_a_lean_page(statics: Statics) -> None:
    stdout = new_code_cell("print", outputs=[new_output("stream", name="stdout", text="1 < 2\n")])
    made = page(
        statics,
        new_markdown_cell("# Title\n\nSome *words*."),
        stdout,
        shown({"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "1"}),
        shown({"image/png": PIXEL, "text/plain": 'a "picture"'}),
        shown({"image/svg+xml": "<svg></svg>"}),
        shown({"text/markdown": "**bold**"}),
        shown({"text/plain": "<Thing>"}),
        new_code_cell("secret = 1"),
    )
    text = "\n".join(made.blocks)
    assert "<h1>Title</h1>" in text
    assert "<pre>1 &lt; 2\n</pre>" in text
    assert "<td>1</td>" in text
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="a &#34;picture&#34;">' in text
    assert "<strong>bold</strong>" in text
    assert "<pre>&lt;Thing&gt;</pre>" in text
    assert "secret" not in text
    assert not made.styled


def test_a_cell_for_jupyterlab_alone_is_not_shown(statics: Statics) -> None:
    made = page(statics, new_markdown_cell("For trainers.", metadata={"tags": ["lab-only"]}))
    assert made.blocks == ()


def test_styles_of_a_table_are_noticed(statics: Statics) -> None:
    assert page(statics, shown({"text/html": "<style scoped>td {}</style><table></table>"})).styled
    assert page(statics, shown({"text/html": '<p style="color: red">x</p>'})).styled


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<SCRIPT src=x>",
        '<img src="data:," onerror="1">',
        "<p\nonclick=1>",
        '<a href="javascript:1">x</a>',
        "<iframe></iframe>",
        "<object></object>",
        '<img src="picture.png">',
        "<video src=film.mp4></video>",
        '<meta http-equiv="refresh">',
        "<form></form>",
    ],
)
def test_markup_that_does_something_needs_the_full_front_end(statics: Statics, html: str) -> None:
    for cell in (shown({"text/html": html}), new_markdown_cell(html), shown({"image/svg+xml": html})):
        with pytest.raises(NotLean):
            page(statics, cell)


@pytest.mark.parametrize(
    "widgets",
    [
        {"a": {"_model_module": "@jupyter-widgets/controls", "_model_name": "IntSliderModel"}},
        {"a": anywidget(child="IPY_MODEL_b"), "b": anywidget()},
        {"a": anywidget(children=[{"deep": "IPY_MODEL_b"}]), "b": anywidget()},
        {"a": anywidget(), "b": anywidget()},  # b is not shown: somebody may speak with it all the same
        {"b": anywidget()},  # what is shown is not there
    ],
)
def test_other_widgets_and_widgets_with_ties_need_the_full_front_end(
    statics: Statics, widgets: dict[str, Any]
) -> None:
    with pytest.raises(NotLean):
        page(statics, shown(view("a")), **widgets)


def test_maths_other_kinds_of_output_and_a_widget_shown_twice_need_the_full_front_end(
    statics: Statics,
) -> None:
    for cells in (
        [new_markdown_cell("The sum $a + b$ of both.")],
        [new_markdown_cell("$$\\sum_i$$")],
        [shown({"application/vnd.vegalite.v5+json": {}, "text/plain": "Chart"})],
        [shown({"application/javascript": "1"})],
        [shown({"text/latex": "$x$"})],
    ):
        with pytest.raises(NotLean):
            page(statics, *cells)
    with pytest.raises(NotLean):
        page(statics, shown(view("a")), shown(view("a")), a=anywidget())


def test_money_is_no_maths(statics: Statics) -> None:
    assert page(statics, new_markdown_cell("It costs $5, or less.")).blocks


def test_nothing_that_a_page_says_runs_as_code(statics: Statics) -> None:
    """Words in a widget's state and a title cannot leave their place."""
    words = '</script><script>alert("x")</script>'
    made = page(statics, shown(view("a")), a=anywidget(words=words))
    folders = [str(shipped("templates") / room) for room in ("pages", "look")]
    html = render(
        made,
        Environment(loader=FileSystemLoader(folders), autoescape=True),
        language="en",
        title=words,
        academy="A & B",
        words={"server.skip": "Skip", "server.no_script": words},
        styles=["/page.css"],
        scripts=["/lean.js"],
        states=[],
        front_end="/lean.js",
        facts={"base": "/"},
    )
    assert html.count("<script") == 2
    told = re.search(r'id="cba-page">(.*?)</script>', html)
    assert told is not None
    assert json.loads(told[1])["widgets"][0]["state"] == {"words": words}
    assert "<title>&lt;/script&gt;" in html
    assert not re.findall(r"\son\w+=", html)


def test_the_template_asks_for_words_that_exist() -> None:
    used = set(re.findall(r'"(server\.\w+)"', Path(shipped("templates") / "pages/lean.html.j2").read_text()))
    texts = (shipped("templates") / "texts/en/server.yaml").read_text()
    assert used
    assert all(f"\n  {key.removeprefix('server.')}:" in texts for key in used)
