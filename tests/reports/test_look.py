"""A report's templates: its own, then what all reports share; an academy's copies before the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.reports.look import PLAIN, Look


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_look_finds_all_typst_files_that_main_needs() -> None:
    assert {"main.typ", "lib.typ", "prose.typ", "maths.typ"} <= set(Look(Library(), PLAIN).typst())


def test_look_takes_own_files_before_shared_ones_and_the_academys_first(tmp_path: Path) -> None:
    write(tmp_path / "reports/mine/typst/main.typ", '#import "extra.typ": x\n#import "lib.typ": *\n')
    write(tmp_path / "reports/mine/typst/extra.typ", "#let x = 1\n")
    write(tmp_path / "reports/shared/typst/lib.typ", "// ours\n")
    look = Look(Library(tmp_path), "mine")

    assert look.typst() == {
        "main.typ": b'#import "extra.typ": x\n#import "lib.typ": *\n',
        "extra.typ": b"#let x = 1\n",
        "lib.typ": b"// ours\n",
    }


def test_look_reads_a_template_again_after_it_changed(tmp_path: Path) -> None:
    for words in ("one", "two"):
        write(tmp_path / "reports/mine/html/section.html.j2", words)
        look = Look(Library(tmp_path), "mine")
        assert look.environment.get_template("section.html.j2").render() == words


def test_look_says_what_is_missing() -> None:
    with pytest.raises(NotFoundError, match="nothing"):
        Look(Library(), PLAIN).find("nothing")
