"""Pictures: described, sized, without scripts, from the notebook's own folder only."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from cba_kit.reports.blocks.pictures import SVG, data_url, linked, picture
from tests.reports import foreign
from tests.reports.blocks.drafts import draft


def gif() -> bytes:
    raw = io.BytesIO()
    Image.new("P", (6, 3)).save(raw, "GIF")
    return raw.getvalue()


def test_picture_drawing_loses_what_acts_and_what_reaches_out() -> None:
    made = picture(draft(), foreign.SVG, SVG)

    assert made["alt"] == "Sales by year. Three bars, each higher than the one before"
    assert (made["width"], made["height"]) == (127.0, 63.5)
    for words in ("script", "onclick", "example.eu"):
        assert words not in made["svg"]


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        "no drawing",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    ],
)
def test_picture_broken_drawing_is_words_and_reads_no_file(svg: str) -> None:
    made = picture(draft(), svg, SVG, alt="A map")

    assert "root:" not in str(made)
    assert made["t"] in ("text", "image")


def test_picture_pixels_keep_their_size_and_other_kinds_become_png() -> None:
    paper = draft()
    asked = picture(paper, foreign.png(480, 320), "image/png", alt="a", size={"width": 240})
    changed = picture(paper, gif(), "image/gif", alt="b")

    assert (asked["width"], asked["height"]) == (63.5, 42.33)
    assert changed["file"].endswith(".png")
    assert data_url(changed, paper.files).startswith("data:image/png;base64,iVBOR")
    assert paper.notes == []


def test_picture_too_large_to_open_is_words() -> None:
    raw = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(raw, "PNG")
    paper = draft()

    made = picture(paper, raw.getvalue(), "image/png", alt="Huge")

    assert made == {"t": "text", "s": "[A picture is broken and cannot be shown: Huge]"}
    assert paper.notes == ["a picture is broken, so it is not shown."]


@pytest.mark.parametrize(
    "url",
    [
        "../outside.png",
        "..%2Foutside.png",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.eu/x.png",
        "//example.eu/x.png",
        "link.png",
        "missing.png",
        "data:text/html;base64,AAAA",
        "attachment:none.png",
        "",
        "\x00",
    ],
)
def test_linked_reads_nothing_from_elsewhere(tmp_path: Path, url: str) -> None:
    folder = foreign.write_beside(tmp_path)
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    paper = draft(folder)

    assert linked(paper, url, alt="x")["t"] == "text"
    assert len(paper.notes) == 1
    assert linked(paper, "beside.png", alt="x")["t"] == "image"


def test_linked_finds_data_and_attachments() -> None:
    paper = draft()
    paper.attachments = {"a b.png": {"image/png": foreign.png(4, 4)}}

    assert linked(paper, f"data:image/png;base64,{foreign.png(4, 4)}", alt="x")["t"] == "image"
    assert linked(paper, "attachment:a%20b.png", alt="x")["t"] == "image"
    assert linked(paper, "data:image/svg+xml," + foreign.SVG.replace("#", "%23"), alt="x")["t"] == "image"
    assert base64.b64decode(foreign.png(4, 4)) in paper.files.values()
