"""Lean pages: notebooks of words, pictures and anywidgets alone, without JupyterLab's front end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from cba_kit.server.execution import Executed
from cba_kit.server.statics import Statics

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/png", "image/jpeg", "image/gif")
FRAME = frozenset({"layout", "tabbable", "tooltip"})
"""What every widget of Jupyter has, and no anywidget asks for."""
LARGE = 2048
"""Characters of a state from which on it is worth a file that browsers keep."""
_ACTIVE = re.compile(r"<\s*(script|iframe|object|embed|form|base|meta|link)\b|\son\w+\s*=|javascript:", re.I)
_STYLED = re.compile(r"<\s*style\b|\sstyle\s*=", re.I)
_FOREIGN = re.compile(r"<\s*(img|video|audio|source)\b[^>]*\ssrc\s*=\s*[\"']?(?!data:)", re.I)
_MATHS = re.compile(r"\$[^$\n]+\$|\$\$|\\\(|\\\[|\\begin\{")


class NotLean(Exception):  # noqa: N818  # a judgement, not an error
    """The notebook shows something that needs Voilà's full front end."""


@dataclass(frozen=True, slots=True)
class LeanPage:
    """What the template needs to write a page."""

    blocks: tuple[Markup, ...]
    widgets: tuple[dict[str, Any], ...]
    """In the order of the page, as lean.js reads them."""
    styled: bool
    """Whether something on it brings styles of its own."""


def lean_page(executed: Executed, statics: Statics) -> LeanPage:
    """Return the page of an executed notebook; NotLean when more is on it than may be."""
    allowed = {model: _own_state(state) for model, state in executed.widgets.items() if not _frame(state)}
    shown: list[str] = []
    blocks = [block for cell in executed.notebook.cells for block in _blocks(cell, shown, allowed)]
    if set(shown) != set(allowed):  # one that is not shown may still be spoken with by another
        raise NotLean
    widgets = tuple(_widget(executed, model, allowed[model], statics) for model in shown)
    return LeanPage(tuple(blocks), widgets, any(_STYLED.search(block) for block in blocks))


def render(page: LeanPage, environment: Environment, **values: Any) -> str:
    """Write the page's HTML; `values` are what the template names besides."""
    facts = values.pop("facts") | {"widgets": page.widgets}
    return environment.get_template("lean.html.j2").render(
        blocks=page.blocks,
        widgets=page.widgets,
        facts=Markup(json.dumps(facts, separators=(",", ":")).replace("<", "\\u003c")),  # noqa: S704
        **values,
    )


def _frame(state: Mapping[str, Any]) -> bool:
    """Tell whether a widget is only the layout that every other one has."""
    return state.get("_model_name") == "LayoutModel"


def _own_state(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an anywidget's own module may ask for; NotLean for other widgets, and for ties to them."""
    if state.get("_model_module") != "anywidget":
        raise NotLean
    own = {name: value for name, value in state.items() if name[0] != "_" and name not in FRAME}
    if "IPY_MODEL_" in json.dumps(own):
        raise NotLean
    return own


def _widget(executed: Executed, model: str, own: dict[str, Any], statics: Statics) -> dict[str, Any]:
    state = executed.widgets[model]
    esm = statics.put(state["_esm"], ".js")
    css = statics.put(state["_css"], ".css") if state.get("_css") else ""
    if esm is None or css is None:
        raise NotLean
    text = json.dumps(own, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    address = statics.put(text, ".json") if len(text) > LARGE else None
    made: dict[str, Any] = {"model": model, "esm": esm, "css": css}
    made |= {"stateUrl": address} if address else {"state": own}
    if model in executed.buffers:
        made["buffers"] = [{"path": one["path"], "data": one["data"]} for one in executed.buffers[model]]
    return made


def _blocks(cell: NotebookNode, shown: list[str], widgets: Mapping[str, Any]) -> Iterator[Markup]:
    if "lab-only" in cell.metadata.get("tags", []):
        if any(VIEW in output.get("data", {}) for output in cell.get("outputs", [])):
            raise NotLean
        return
    if cell.cell_type == "markdown":
        yield _prose(cell.source, cell.get("attachments", {}))
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            if output.name == "stdout":
                yield Markup("<pre>{}</pre>").format(output.text)
        elif VIEW in output.data:
            model = output.data[VIEW]["model_id"]
            if model not in widgets or model in shown:
                raise NotLean
            yield Markup('<div class="cba-widget" data-widget="{}"></div>').format(len(shown))
            shown.append(model)
        else:
            yield _output(output.data)


def _output(data: Mapping[str, Any]) -> Markup:
    if "text/html" in data:
        return _html(data["text/html"])
    if "text/markdown" in data:
        return _prose(data["text/markdown"], {})
    if "image/svg+xml" in data:
        return _html(data["image/svg+xml"])
    for kind in PICTURES:
        if kind in data:
            words = data.get("text/plain", "")
            return Markup('<img src="data:{};base64,{}" alt="{}">').format(kind, data[kind].strip(), words)
    if set(data) <= {"text/plain"}:
        return Markup("<pre>{}</pre>").format(data.get("text/plain", ""))
    raise NotLean


def _prose(source: str, attachments: Mapping[str, Any]) -> Markup:
    if _MATHS.search(source):
        raise NotLean
    renderer = IPythonRenderer(escape=False, attachments=dict(attachments), exclude_anchor_links=True)
    return Markup('<div class="prose">{}</div>').format(_html(MarkdownWithMath(renderer).render(source)))


def _html(source: str | list[str]) -> Markup:
    text = source if isinstance(source, str) else "".join(source)
    if _ACTIVE.search(text) or _FOREIGN.search(text):
        raise NotLean
    return Markup(text)  # noqa: S704  # a notebook's own output; nothing in it runs
