"""Five executed notebooks that have nothing to do with us, as a kernel would leave them."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat import NotebookNode
from PIL import Image, ImageDraw

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180" width="360pt" height="180pt">'
    "<title>Sales by year</title><desc>Three bars, each higher than the one before</desc>"
    '<script>alert(1)</script><rect x="20" y="120" width="60" height="50" onclick="alert(2)"/>'
    '<rect x="120" y="80" width="60" height="90"/><rect x="220" y="30" width="60" height="140"/>'
    '<text x="20" y="20" font-family="DejaVu Sans">Łódź 😀</text>'
    '<image href="https://example.eu/spy.png" width="9" height="9"/></svg>'
)
SPECTRUM = "A line that rises to a peak at 440 hertz"


def markdown(source: str, **attachments: Any) -> NotebookNode:
    """Return a Markdown cell; an attachment is NAME_png=base64."""
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source)
    if attachments:
        cell["attachments"] = {
            name.replace("_", "."): {"image/png": content} for name, content in attachments.items()
        }
    return cell


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    """Return an executed code cell."""
    cell: NotebookNode = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1)
    cell.metadata["tags"] = list(tags)
    return cell


def shows(**data: str) -> NotebookNode:
    """Return a rich output; `html`, `plain`, `latex`, `png` and `svg` stand for the mime types."""
    names = {"png": "image/png", "svg": "image/svg+xml"}
    bundle = {names.get(name, f"text/{name}"): content for name, content in data.items()}
    output: NotebookNode = nbformat.v4.new_output("display_data", bundle)
    return output


def prints(words: str, name: str = "stdout") -> NotebookNode:
    """Return a piece of a stream."""
    output: NotebookNode = nbformat.v4.new_output("stream", name=name, text=words)
    return output


def notebook(*cells: NotebookNode, **metadata: Any) -> NotebookNode:
    """Return a notebook; its metadata may say title, authors and lang."""
    made: NotebookNode = nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)
    made.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return made


def png(width: int = 480, height: int = 320) -> str:
    """Return a drawn PNG in base64."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).line([(0, height), (width // 2, 10), (width, height)], fill="navy", width=4)
    raw = io.BytesIO()
    image.save(raw, "PNG")
    return base64.b64encode(raw.getvalue()).decode()


def tables() -> NotebookNode:
    """A pandas report: a long table, a wide one, levels in rows and columns, and a styled one."""
    long = pd.DataFrame({"city": [f"City {i}" for i in range(59)], "sales": [i * 1.5 for i in range(59)]})
    wide = pd.DataFrame(
        {f"measure {i:02}": [i * 1000.5, i * 2000.25] for i in range(24)}, index=["first", "second"]
    )
    wide.index.name = "quarter"
    levels = pd.DataFrame(
        [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]],
        index=pd.MultiIndex.from_tuples(
            [("North", "2023"), ("North", "2024"), ("South", "2024")], names=["area", "year"]
        ),
        columns=pd.MultiIndex.from_product([["Members", "Projects"], ["old", "new"]]),
    )
    words = pd.DataFrame(
        {"what": ["A long sentence that has to be broken into several lines of a cell. " * 3], "n": [1]}
    )

    def table(frame: pd.DataFrame, source: str) -> NotebookNode:
        with pd.option_context("display.max_columns", None):
            return code(source, shows(html=frame._repr_html_(), plain=str(frame)))  # type: ignore[operator]  # pandas hides its type

    return notebook(
        markdown("# Sales of the cluster\n\nA report with *tables* only."),
        markdown("## All cities"),
        table(long, "#| tbl-cap: Sales by city\nlong"),
        markdown("## All measures"),
        table(wide, "wide"),
        markdown("## By area and year"),
        table(levels, "levels"),
        table(words, "words"),
        title="Sales of the cluster",
        authors=[{"name": "Ada Example"}, {"name": "Bo Sample"}],
        lang="en-GB",
    )


def pictures() -> NotebookNode:
    """Pictures with and without a description, big ones, drawings, and a broken one."""
    described = shows(png=png(), plain="<Figure>")
    described["metadata"] = {"image/png": {"width": 240, "height": 160, "alt": SPECTRUM}}
    return notebook(
        markdown("# A spectrum"),
        code(
            "#| fig-alt: A steep mountain in blue\n#| fig-cap: Figure one\nplot()", shows(png=png(900, 2400))
        ),
        code("plot(small=True)", described),
        code("plot(bare=True)", shows(png=png(), plain="<Figure>")),
        code("draw()", shows(svg=SVG)),
        code("broken()", shows(png=base64.b64encode(b"\x89PNG\r\n\x1a\nnothing").decode())),
        code("cut()", shows(png=png()[:400])),
        markdown("Words after all pictures."),
    )


def maths() -> NotebookNode:
    """A lecture: formulas in lines and in display, prices that are none, and one that nobody can set."""
    return notebook(
        markdown(
            "# Waves\n\nA wave $f(x) = \\sin(\\omega x)$ costs $5 and $10, or $x$.\n\n"
            "$$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$$\n\n"
            "\\begin{align}\na &= b + c \\\\\nd &= e\n\\end{align}\n\nThe end of formulas."
        ),
        code("Math()", shows(latex="$\\displaystyle \\sum_{i=1}^{n} i^2$", plain="<Math>")),
        markdown('Never $\\unknowncommand{x}{y}$ this, nor $\\text{#read("/etc/passwd")}$.'),
    )


def words() -> NotebookNode:
    """Prose: footnotes, attachments, nested lists, tasks, terms, quotes, raw HTML, code, links."""
    return notebook(
        nbformat.v4.new_raw_cell("---\ntitle: How we work\nauthor: Cy Writer\nlang: da\n---"),
        markdown(
            "#### First heading\n\nWords with a note[^a] and again[^a], **strong**, *soft*, ~~old~~, `code`, "
            "H<sub>2</sub>O and <kbd>Ctrl</kbd>.\n\n[^a]: The note *itself*.\n\n"
            "- one\n  - one and a half\n    1. deep\n    2. deeper\n- two\n\n"
            "- [x] done thing\n- [ ] open thing\n\n"
            "Term\n: What it means\n\n> Quoted words\n>\n> - in a list\n"
        ),
        markdown(
            "## \n\n## Links\n\n[web](https://example.eu/a?b=1&c=ü) [here](#Links) [gone](#nowhere) "
            "[bad](javascript:alert(1)) [file](../secret.txt) https://example.org"
        ),
        markdown(
            "An attached ![red dot](attachment:dot.png) picture.\n\n![beside](beside.png)\n\n"
            "![outside](../outside.png) ![web](https://example.eu/x.png)",
            dot_png=png(16, 16),
        ),
        markdown("| Left | Mid | Right |\n|:-----|:---:|------:|\n| a | b | 1 |\n| c | **d** | 22 |"),
        markdown(
            '<div class="alert alert-info"><b>Mind</b> the <a href="https://example.eu">gap</a></div>\n\n'
            "<table><tr><th>A</th><th>B</th></tr>"
            "<tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr></table>\n\n"
            "<script>alert(1)</script><iframe src='https://example.eu'></iframe>\n\n"
            "```python\ndef answer():\n    return 42  # always\n```\n\n---\n\nLast words."
        ),
    )


def faults() -> NotebookNode:
    """Errors, colours of a terminal, emoji, right-to-left words and control characters."""
    raised = nbformat.v4.new_output(
        "error",
        ename="ZeroDivisionError",
        evalue="division by zero",
        traceback=[
            "\x1b[31m----\x1b[39m",
            "\x1b[36mFile \x1b[39m\x1b[32m<ipython>:1\x1b[39m\n\x1b[1;32m----> 1\x1b[0m 1 / 0",
        ],
    )
    return notebook(
        markdown("# Faults 🎉\n\nشكرا שלום 漢字 \x07bell \u202eturned\u202c " + "x" * 120),
        code("%matplotlib inline\n1 / 0", raised),
        code(
            "print()",
            prints("\x1b[31mred\x1b[0m plain\n10%\r50%\r100%\n"),
            prints("more\n"),
            prints("careful\n", "stderr"),
        ),
        code("many()", prints("\n".join(f"line {i}" for i in range(5000)))),
        code("widget()", shows(html="<script>draw()</script><div id='x'></div>", plain="Widget(value=3)")),
        code("hidden()", prints("hidden input\n"), tags=("remove_input",)),
        code("secret()", prints("secret cell\n"), tags=("remove_cell",)),
    )


def write_beside(folder: Path) -> Path:
    """Put the pictures that `words` names into a folder and beside it; return the folder."""
    inside = folder / "inside"
    inside.mkdir()
    for path in (inside / "beside.png", folder / "outside.png"):
        path.write_bytes(base64.b64decode(png(40, 30)))
    return inside
