"""Documents that cannot lie: commands, settings, targets and files that they name exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from cba_kit.cli.main import app
from cba_kit.config import ENV_ACADEMY, ENV_DATABASE, Settings

from .repository import DOCUMENTS, ROOT, code_in, tracked, words

IDS = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def in_documents() -> list[tuple[str, str]]:
    """Return every `cba …` of the documents with its place."""
    return [
        (path.name, piece)
        for path in DOCUMENTS
        for piece in code_in(path.read_text(encoding="utf-8"))
        if piece.startswith("cba ")
    ]


def in_messages() -> list[tuple[str, str]]:
    """Return every “cba …” that the programme itself tells people to type, and every Example."""
    found = []
    for path in tracked():
        if path.is_relative_to(ROOT / "cba_kit") or path.is_relative_to(ROOT / "templates"):
            text = words(path) or ""
            found += [(path.name, piece) for piece in re.findall(r"“(cba [^”{]+)”", text)]
            found += [(path.name, piece) for piece in re.findall(r"Example: (cba .*)", text)]
    return found


COMMANDS = sorted(set(in_documents() + in_messages()))


def test_the_documents_name_commands() -> None:
    """The tests below look at something."""
    assert len(in_documents()) > 10
    assert len(in_messages()) > 14


@pytest.mark.parametrize(("place", "line"), COMMANDS, ids=[f"{place}: {line}" for place, line in COMMANDS])
def test_a_command_line_exists_with_its_options(place: str, line: str) -> None:
    """It is parsed as the command itself would, but not run; capitals stand for what one fills in."""
    command = typer.main.get_command(app)
    arguments = shlex.split(line)[1:]
    name = "cba"
    while hasattr(command, "commands") and arguments and not arguments[0].startswith("-"):
        name = arguments.pop(0)
        assert name in command.commands, f"{place}: {line}"
        command = command.commands[name]
    given = any(not word.startswith("-") for word in arguments)
    lenient = not given and not arguments  # a bare name, as in “the command `cba links`”
    command.make_context(name, arguments, resilient_parsing=lenient)


def test_the_table_of_settings_is_complete() -> None:
    """Every setting is explained, and every one that is explained exists."""
    section = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8").split("## Settings")[1]
    rows = re.findall(r"^\| `([a-z_]+)` \|", section.split("\n## ")[0], flags=re.MULTILINE)
    assert sorted(rows) == sorted(Settings.model_fields)


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_a_setting_named_beside_academy_toml_exists(path: Path) -> None:
    """“set `address` in academy.toml” names a setting."""
    text = " ".join(path.read_text(encoding="utf-8").split())
    named = re.findall(r"`([a-z_]+)` in `?academy\.toml", text)
    assert set(named) - Settings.model_fields.keys() == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_environment_variables_are_those_that_are_read(path: Path) -> None:
    """No document promises a variable that nobody looks at."""
    named = set(re.findall(r"\b(?:CBA_[A-Z_]+|DATABASE_[A-Z_]+)\b", path.read_text(encoding="utf-8")))
    assert named - {ENV_ACADEMY, ENV_DATABASE} == set()


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, ROOT / "Makefile", ROOT / ".ci" / "run"], ids=lambda path: path.name
)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    """In documents, in the Makefile's own help, and in what continuous integration runs."""
    text = path.read_text(encoding="utf-8")
    pieces = [*code_in(text)] if path.suffix == ".md" else re.findall(r"make [a-z-]+", text)
    named = {piece.split()[1] for piece in pieces if re.match(r"make [a-z]", piece)}
    assert named - targets() == set()


def test_every_target_without_a_file_is_phony() -> None:
    """A folder named `demo` or `test` does not stop `make demo`."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)[0].split())
    assert targets() == phony


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_links_to_files_of_the_repository_lead_somewhere(path: Path) -> None:
    """Pictures too."""
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_files_and_folders_named_as_code_exist(path: Path) -> None:
    """`cba_kit/model/complete.py` is where it is said to be."""
    rooms = ("cba_kit/", "templates/", "notebooks/", "workbooks/", "docs/", "tests/")
    own = {"templates/canvases/services_talk.yaml", "templates/reports/thanks/"}  # what the reader makes
    named = {piece for piece in code_in(path.read_text(encoding="utf-8")) if piece.startswith(rooms)}
    plain = {piece for piece in named if re.fullmatch(r"[\w./-]+", piece)}
    assert sorted(piece for piece in plain - own if not (ROOT / piece).exists()) == []
