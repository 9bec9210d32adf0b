"""The command as a whole: help with examples, and errors as one plain paragraph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from sqlalchemy import text

from cba_kit import __version__
from cba_kit.cli.main import app

from .conftest import Cba, opened


def commands(group: object = None, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the words of every command."""
    group = group or typer.main.get_command(app)
    found = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # a group
        words = (*path, name)
        found += commands(command, words) if hasattr(command, "commands") else [words]
    return found


COMMANDS = commands()


def test_the_commands_are_those_of_the_contract() -> None:
    """Names that documents and scripts rely on."""
    assert sorted(" ".join(words) for words in COMMANDS) == [
        "backup",
        "certificate verify",
        "demo",
        "doctor",
        "edition list",
        "edition new",
        "edition show",
        "init",
        "lab",
        "links",
        "people import",
        "render",
        "restore",
        "serve",
        "templates check",
        "trends import",
        "trends list",
        "workbook export",
        "workbook import",
    ]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(cba: Cba, words: tuple[str, ...]) -> None:
    """And takes --academy, but for those that make a folder."""
    ran = cba(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"Example: cba {' '.join(words)}" in " ".join(ran.out.split())
    assert ("--academy DIR" in ran.out) == (words not in [("init",), ("demo",)])


@pytest.mark.parametrize("group", ["certificate", "edition", "people", "templates", "trends", "workbook"])
def test_a_group_alone_shows_its_commands(cba: Cba, group: str) -> None:
    """Who does not know on learns what there is."""
    shown = cba(group)
    assert [
        words[1] for words in COMMANDS if words[0] == group and words[1] not in shown.out + shown.err
    ] == []


def test_the_installed_command_says_its_version() -> None:
    """The real programme, in a process of its own."""
    command = [str(Path(sys.executable).with_name("cba")), "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == (f"cba_kit {__version__}\n", "")


def test_neither_the_package_nor_the_command_loads_what_it_does_not_need() -> None:
    """`cba --help` answers at once: tables, notebooks and databases are loaded by those who use them."""
    heavy = "{'pandas', 'sqlalchemy', 'ipywidgets', 'nbconvert', 'papermill', 'openpyxl', 'tornado'}"
    code = f"import cba_kit, cba_kit.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


UNKNOWN = {
    "links winter": "There is no edition “winter”. Known: cba1, cba2, cba3, cba4, spring.",
    "edition show winter": "There is no edition “winter”. Known: cba1, cba2, cba3, cba4, spring.",
    "people import winter people.csv": "There is no edition “winter”. Known: cba1, cba2, cba3, cba4, spring.",
    "links spring --role boss": "There is no role “boss”. Known: participant, coach, trainer, organiser.",
    "render spring --format docx": "There is no format “docx”. Known: html, pdf.",
    "render spring --format html,docx": "There is no format “docx”. Known: html, pdf.",
}


@pytest.mark.parametrize("words", UNKNOWN)
def test_a_name_that_nothing_answers_to_is_told_with_those_that_exist(
    cba: Cba, folder: Path, words: str
) -> None:
    """Exit code 2, one paragraph, no traceback."""
    assert cba(*words.split(), "--academy", folder).refusal == UNKNOWN[words]


@pytest.mark.parametrize(
    "words", ["nonsense", "links", "links spring --colour red", "serve --port many", "edition nonsense"]
)
def test_a_slip_of_the_fingers_is_a_usage_error(cba: Cba, words: str) -> None:
    """The usage is shown; nothing runs."""
    ran = cba(*words.split())
    assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False)
    assert (ran.err.startswith("Usage: cba"), "Error: " in ran.err) == (True, True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("name = \n", "It is not valid TOML: "),
        ('name = "A"\ncolour = "red"\n', "The setting “colour” is not right: "),
        ('name = "A"\ntimezone = "Sofia"\n', "The time zone “Sofia” is not known. Use an IANA name"),
        ('organiser = "B"\n', "The setting “name” is not right: "),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_file(
    cba: Cba, folder: Path, settings: str, words: str
) -> None:
    """The path can be copied: it is not broken into lines."""
    (folder / "academy.toml").write_text(settings)
    said = cba("edition", "list", "--academy", folder).refusal
    assert said.startswith(f"{folder / 'academy.toml'}: {words}")


def test_the_environment_names_the_academy_and_its_database(
    cba: Cba, manned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CBA_ACADEMY stands in for --academy, the current folder for both; DATABASE_URL comes first."""
    wanted = cba("edition", "list", "--json", "--academy", manned).json
    monkeypatch.setenv("CBA_ACADEMY", str(manned))
    assert cba("edition", "list", "--json").json == wanted
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert cba("edition", "list").refusal.startswith(f"{tmp_path / 'other.db'}: There is no database yet.")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("CBA_ACADEMY")
    monkeypatch.chdir(manned)
    assert cba("edition", "list", "--json").json == wanted


def test_a_database_of_a_newer_version_stops_every_command(cba: Cba, manned: Path) -> None:
    """With the fix, and without touching it."""
    with opened(manned) as store, store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for words in ("edition list", "links spring", "backup b.zip"):
        said = cba(*words.split(), "--academy", manned).refusal
        assert said.endswith("Install that version or a later one; nothing was changed.")


def test_what_the_system_refuses_is_said_with_the_path(cba: Cba, manned: Path) -> None:
    """A folder cannot be a CSV file."""
    assert cba("links", "spring", "--csv", manned, "--academy", manned).refusal == (
        f"{manned}: The system refused: Is a directory."
    )
