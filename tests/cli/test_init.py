"""`cba init`: a new academy, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.config import open_academy

from .conftest import Cba, opened


def test_init_makes_a_folder_that_works(cba: Cba, tmp_path: Path) -> None:
    """Settings, database and rooms for own files; the next step is named."""
    folder = tmp_path / "new" / "academy"
    ran = cba("init", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"The academy is ready in {folder}. Next: cba edition new CODE --from cba3\n"
    assert sorted(path.name for path in folder.iterdir() if "academy.db-" not in path.name) == [
        "academy.db",
        "academy.toml",
        "notebooks",
        "templates",
        "workbooks",
    ]
    assert open_academy(folder).settings.name == "Our academy"
    with opened(folder) as store:
        assert store.people.editions() == []


@pytest.mark.parametrize("name", ['The "best" one', "C:\\Academy", "Ακαδημία \U0001f332", "two\nlines\t"])
def test_any_name_is_written_so_that_it_can_be_read(cba: Cba, tmp_path: Path, name: str) -> None:
    """Quotes and backslashes do not break academy.toml."""
    assert cba("init", tmp_path / "a", "--name", name).code == 0
    assert open_academy(tmp_path / "a").settings.name == name


def test_an_empty_name_is_refused_before_anything_is_made(cba: Cba, tmp_path: Path) -> None:
    """Otherwise the folder would be half an academy."""
    said = cba("init", tmp_path / "a", "--name", " ").refusal
    assert said == 'The academy\'s name is empty. Add --name "Our academy".'
    assert list(tmp_path.iterdir()) == []


def test_an_academy_is_not_made_over_another_one(cba: Cba, folder: Path) -> None:
    """The settings stay as they are."""
    before = (folder / "academy.toml").read_text()
    said = cba("init", folder, "--name", "Other").refusal
    assert said == f"{folder / 'academy.toml'}: There is an academy already. Choose another folder."
    assert (folder / "academy.toml").read_text() == before


def test_a_file_is_no_folder(cba: Cba, tmp_path: Path) -> None:
    """The system's own words, with the path, and no traceback."""
    (tmp_path / "letter").write_text("Dear participants")
    assert "The system refused: " in cba("init", tmp_path / "letter").refusal
    assert (tmp_path / "letter").read_text() == "Dear participants"
