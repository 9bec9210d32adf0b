"""Code: the same words in the same lines, with the meaning of their parts."""

from __future__ import annotations

import pytest

from cba_kit.reports.blocks import source


@pytest.mark.parametrize("language", ["python", "ipython3", "", "klingon", "sql"])
def test_source_keeps_every_word_and_line(language: str) -> None:
    code = "a = 'x'\n\n%magic\n\tif a: # why\n  pass"

    lines = source.lines(code, language)

    assert ["".join(words for _, words in line) for line in lines] == code.expandtabs(4).split("\n")


def test_source_names_the_meaning_of_parts() -> None:
    lines = source.lines("def f(): return 1  # one", "python")

    assert ["keyword", "def"] in lines[0]
    assert ["name", "f"] in lines[0]
    assert ["number", "1"] in lines[0]
    assert lines[0][-1] == ["comment", "# one"]
