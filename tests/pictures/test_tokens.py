"""Tokens: the look as data; every text colour can be read, with any edition's accent."""

from __future__ import annotations

import re

import pytest

from cba_kit.config import shipped
from cba_kit.content import Library
from cba_kit.content.accent import contrast
from cba_kit.errors import ContentError
from cba_kit.pictures.tokens import accent_tokens, light_tokens, mix, palette, picture_css, resolve

TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "accent")
        for ground in ("paper", "surface", "sunken")
    ),
    ("on-accent", "accent"),
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    *(
        (name, f"note-{kind}")
        for name in ("note-ink", "note-ink-2")
        for kind in ("today", "wish", "risk", "ask")
    ),
    *((kind, f"{kind}-soft") for kind in ("ok", "warn", "danger", "info")),
]
PARTS = [
    ("line-strong", "surface"),
    ("accent-line", "surface"),
    ("opp", "chart-band"),
    ("thr", "accent-soft"),
]


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_light_tokens_text_can_be_read(ink: str, ground: str) -> None:
    tokens = light_tokens()

    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_light_tokens_parts_can_be_seen(part: str, ground: str) -> None:
    tokens = light_tokens()

    assert contrast(tokens[part], tokens[ground]) >= 3


def test_accent_every_shipped_edition_can_be_read() -> None:
    for edition in Library().editions():
        tokens = palette(edition.brand.light)
        assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
        assert contrast(tokens["accent"], tokens["accent-soft"]) >= 4.5
        dark = accent_tokens(edition.brand.dark, dark=True)
        assert contrast(dark["on-accent"], dark["accent"]) >= 4.5
        assert contrast(dark["accent"], dark["accent-soft"]) >= 4.5


def test_palette_keeps_the_looks_own_accent() -> None:
    assert palette("#0B5563") == light_tokens()
    assert palette("#6B2C5E")["chart-1"] == "#6B2C5E"


def test_light_tokens_without_a_rule_names_the_file() -> None:
    with pytest.raises(ContentError, match=r"look/tokens\.css"):
        light_tokens("body { color: red }")


def test_picture_css_every_variable_has_a_value() -> None:
    assert re.findall(r"var\(--[a-z0-9-]+\)", picture_css(light_tokens())) == []


def test_tokens_file_has_no_sample_editions() -> None:
    text = (shipped("templates") / "look/tokens.css").read_text(encoding="utf-8")

    assert "data-edition" not in text
    assert text.count("--accent:") == 2  # light, and dark by the system; print is light


def test_resolve_leaves_unknown_names() -> None:
    assert (
        resolve("a { color: var(--ink); fill: var(--no) }", {"ink": "#000"})
        == "a { color: #000; fill: var(--no) }"
    )


def test_mix_goes_from_one_colour_to_the_other() -> None:
    assert (mix("#000000", "#FFFFFF", 0), mix("#000000", "#FFFFFF", 0.5)) == ("#000000", "#808080")
