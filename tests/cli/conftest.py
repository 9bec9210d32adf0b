"""The command line as a person uses it: words in, words and an exit code out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cba_kit.cli import main
from cba_kit.config import open_academy
from cba_kit.model.people import Person
from cba_kit.store import Store, open_store


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is JSON and nothing else."""
        return json.loads(self.out)

    @property
    def refusal(self) -> str:
        """The one paragraph that a command failed with, after looking that it is one."""
        assert (self.code, self.out, "Traceback" in self.err) == (2, "", False), self
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


Cba = Callable[..., Ran]


@pytest.fixture
def cba(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cba:
    """Run `cba` with these words, in this process."""
    for name in ("CBA_ACADEMY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["cba", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def folder(cba: Cba, tmp_path: Path) -> Path:
    """A new academy with the edition `spring`, whose links still open."""
    path = tmp_path / "academy"
    assert cba("init", path).code == 0
    assert cba("edition", "new", "spring", "--academy", path).code == 0
    with (path / "templates/editions/spring.yaml").open("a", encoding="utf-8") as edition:
        edition.write("\nlinks_end: 2099-12-31\n")
    return path


def opened(folder: Path, *, create: bool = False) -> Store:
    """Open the academy's store; the caller closes it."""
    academy = open_academy(folder)
    return open_store(academy.database_url, clock=academy.now, create=create)


@pytest.fixture
def manned(folder: Path, people: list[Person]) -> Path:
    """The academy with four people in the edition `spring`."""
    with opened(folder) as store:
        store.people.add([person.model_copy(update={"edition": "spring"}) for person in people])
    return folder
