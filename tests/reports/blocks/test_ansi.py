"""Terminal text: colours become names, everything else that commands a terminal is left out."""

from __future__ import annotations

import pytest

from cba_kit.reports.blocks import ansi


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("plain", [[["", "plain"]]]),
        ("a\nb\n", [[["", "a"]], [["", "b"]]]),
        ("\x1b[31mred\x1b[0m end", [[["red", "red"], ["", " end"]]]),
        ("\x1b[1;32mbold\x1b[22m thin", [[["green bold", "bold"], ["green", " thin"]]]),
        ("\x1b[91mbright\x1b[39m", [[["red", "bright"]]]),
        ("\x1b[34mtwo\nlines", [[["blue", "two"]], [["blue", "lines"]]]),
        ("\x1b[38;5;196mx\x1b[38;2;0;0;255my\x1b[48;5;3mz", [[["red", "x"], ["blue", "y"], ["blue", "z"]]]),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07\x1b[2K\x1b[1A", [[["", "link"]]]),
        ("10%\r55%\r100%\n", [[["", "100%"]]]),
        ("abc\b\bXY", [[["", "aXY"]]]),
        ("a\tb\x07", [[["", "a       b"]]]),
        ("\x1b[mreset \x1b[99mstrange", [[["", "reset "], ["", "strange"]]]),
        ("", [[]]),
    ],
)
def test_ansi_lines(words: str, lines: list[ansi.Line]) -> None:
    assert ansi.lines(words) == lines


def test_ansi_cut_keeps_the_first_and_the_last_lines() -> None:
    lines = [[["", str(i)]] for i in range(ansi.MOST + 500)]

    kept = ansi.cut(lines, "{n} lines")

    assert kept[0] == [["", "0"]]
    assert kept[-1] == lines[-1]
    assert ["bold", "500 lines"] in [line[0] for line in kept]
    assert len(kept) == ansi.MOST + 1
    assert ansi.cut(lines[:10], "{n}") == lines[:10]


def test_ansi_without_leaves_words_only() -> None:
    assert ansi.without("\x1b[31mNo\x1b[0m \x07way") == "No way"
