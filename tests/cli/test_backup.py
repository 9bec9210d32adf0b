"""`cba backup` and `cba restore`: the whole academy in one file, and back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cba_kit.config import open_academy
from cba_kit.server import make_link

from ..store.hand import Hand, everything, written
from .conftest import Cba, opened


@pytest.fixture
def academy(manned: Path) -> Path:
    """An academy with words, own templates, a signing key and a setting."""
    with opened(manned) as store:
        Hand(store).put("n1", {"text": "Sawmills \u2028 \U0001f332"})
    (manned / "templates" / "canvases").mkdir()
    (manned / "templates" / "canvases" / "own.yaml").write_text("title: Own\n")
    open_academy(manned).secret()
    return manned


@pytest.fixture
def file(cba: Cba, academy: Path, tmp_path: Path) -> Path:
    path = tmp_path / "safe" / "academy.zip"
    assert cba("backup", path, "--academy", academy).code == 0
    assert (academy / "audit.log").read_text().endswith("Z backup people=4 changes=1\n")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of an academy but its database and its audit log, which is this machine's own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("academy.db", "audit.log"))
    }


def test_a_backup_says_what_is_in_it_and_only_its_owner_reads_it(
    cba: Cba, academy: Path, tmp_path: Path
) -> None:
    """The file holds the signing key; nothing half-written stays beside it."""
    path = tmp_path / "safe" / "academy.zip"
    ran = cba("backup", path, "--academy", academy)
    assert (ran.code, ran.out) == (0, f"{path}: 4 people, 1 changes.\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_restored_academy_is_the_same_academy(cba: Cba, academy: Path, file: Path, tmp_path: Path) -> None:
    """People, words, own templates; links that were sent go on working."""
    other = tmp_path / "restored"
    cba("init", other)
    ran = cba("restore", file, "--academy", other)
    assert (ran.code, ran.out) == (0, "Restored 4 people, 1 changes.\n")
    assert (other / "audit.log").read_text().endswith("Z restore people=4 changes=1\n")
    with opened(academy) as old, opened(other) as new:
        assert everything(new) == everything(old)
        ilze = old.people.person("ilze")
        assert new.people.person("ilze") == ilze
    assert make_link(open_academy(other), ilze) == make_link(open_academy(academy), ilze)
    assert files(other) == files(academy)
    assert (other / ".secret").stat().st_mode & 0o777 == 0o600


def test_without_yes_a_used_academy_stays_as_it_is(cba: Cba, academy: Path, file: Path) -> None:
    """Database and files; the way on is named."""
    with opened(academy) as store:
        Hand(store).put("n1", {"text": "Later words"})
        before = everything(store)
    (academy / "templates" / "canvases" / "own.yaml").write_text("title: Changed\n")
    kept = files(academy)
    said = cba("restore", file, "--academy", academy).refusal
    assert said.endswith("Add --yes to replace everything in it, or restore into a new academy.")
    with opened(academy) as store:
        assert everything(store) == before
    assert files(academy) == kept


def test_with_yes_the_backup_takes_the_place_of_what_is_there(cba: Cba, academy: Path, file: Path) -> None:
    """Back to the moment of the backup, templates too."""
    kept = files(academy)
    with opened(academy) as store:
        Hand(store).put("n1", {"text": "Later words"}, base=1)
    (academy / "templates" / "canvases" / "own.yaml").write_text("title: Changed\n")
    assert cba("restore", file, "--yes", "--academy", academy).code == 0
    with opened(academy) as store:
        assert written(store) == {"n1": {"text": "Sawmills \u2028 \U0001f332"}}
    assert files(academy) == kept


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _good: None, "There is no such file. Check the path."),
        (lambda good: good[: len(good) // 2], "This file is no backup of cba_kit."),
        (lambda _good: b"Dear participants", "This file is no backup of cba_kit."),
        (lambda _good: b"", "This file is no backup of cba_kit."),
    ],
    ids=["missing", "truncated", "a letter", "empty"],
)
def test_a_file_that_is_no_whole_backup_changes_nothing(
    cba: Cba, academy: Path, file: Path, make: object, words: str
) -> None:
    """Not even with --yes."""
    content = make(file.read_bytes())  # type: ignore[operator]  # one of the functions above
    bad = file.with_name("bad.zip")
    if content is not None:
        bad.write_bytes(content)
    with opened(academy) as store:
        before = everything(store)
    kept = files(academy)
    assert cba("restore", bad, "--yes", "--academy", academy).refusal == f"{bad}: {words}"
    with opened(academy) as store:
        assert everything(store) == before
    assert files(academy) == kept


def test_a_zip_of_something_else_is_refused(cba: Cba, academy: Path, tmp_path: Path) -> None:
    """Photos of the last session, say."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("academy/academy.toml", "name = 'Other'")
    kept = files(academy)
    said = cba("restore", path, "--yes", "--academy", academy).refusal
    assert said == f"{path}: This file is no backup of cba_kit."
    assert files(academy) == kept


def test_a_backup_cannot_write_outside_of_the_academy(cba: Cba, file: Path, tmp_path: Path) -> None:
    """Names that climb out of the folder are left out."""
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("academy/../evil.txt", "climbed")
        archive.writestr(f"academy/{tmp_path}/evil.txt", "absolute")
    other = tmp_path / "deep" / "restored"
    cba("init", other)
    assert cba("restore", file, "--academy", other).code == 0
    assert [path for path in tmp_path.rglob("evil.txt") if not path.is_relative_to(other)] == []


def test_a_backup_of_a_folder_that_is_no_academy_leaves_no_file(cba: Cba, tmp_path: Path) -> None:
    """Neither the file nor a part of it."""
    (tmp_path / "empty").mkdir()
    said = cba("backup", tmp_path / "b.zip", "--academy", tmp_path / "empty").refusal
    assert said.startswith(f"{tmp_path / 'empty'}: No academy here: the file academy.toml is missing.")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_restore_names_files_that_it_would_write_over(cba: Cba, file: Path, tmp_path: Path) -> None:
    """A team's own template of the same name is refused before anything is restored; --yes replaces it."""
    other = tmp_path / "other"
    assert cba("init", other).code == 0
    own = other / "templates" / "canvases" / "own.yaml"
    own.parent.mkdir()
    own.write_text("title: Another\n", encoding="utf-8")
    refused = cba("restore", file, "--academy", other)
    assert (refused.code, own.read_text(encoding="utf-8")) == (2, "title: Another\n")
    assert "templates/canvases/own.yaml" in refused.err
    assert cba("restore", file, "--academy", other, "--yes").code == 0
    assert own.read_text(encoding="utf-8") == "title: Own\n"


def test_backup_does_not_write_over_a_file(cba: Cba, academy: Path, file: Path) -> None:
    """An older backup stays, unless --yes says so."""
    before = file.read_bytes()
    refused = cba("backup", file, "--academy", academy)
    assert (refused.code, file.read_bytes()) == (2, before)
    assert cba("backup", file, "--academy", academy, "--yes").code == 0
