"""The batch among faults: each is named, none stops another document, and nothing is left half or running."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cba_kit.model.people import Person
from tests.reports import timber_cluster
from tests.reports.own_notebook import own_notebook, running_for
from tests.reports.real_run import batch, command, files, folder
from tests.reports.report_team import Team
from tests.warm import run

pytestmark = pytest.mark.slow

SECRET = "Nobody must know that we sell the laboratory in Daugavpils next year"
FAULTS = """\
import ctypes, os, subprocess, sys, threading, time

def fails(): raise ValueError("no number")
def misspells(): compile("def", "text", "exec")
def hangs(): sum(range(10**12))
def waits(): time.sleep(600)
def leaves(): subprocess.Popen(["sleep", "600"]); fails()
def exits(): os._exit(3)
def crashes(): ctypes.string_at(0)
def eats(): kept = b"x" * (3 << 29); waits()
def prints(): print("x" * 100_000_000); fails()
def forks(): os.fork(); fails()
def threads(): threading.Thread(target=os._exit, args=(3,)).start(); waits()
def leaks(): print(roadmap.read(academy, "owner").facts.source.entries[0].text())
def breaks():
    from IPython.display import display
    display({"application/vnd.cba.section+json": {"sections": 3}}, raw=True)

globals().get(person, int)();
"""
OTHERS = "print(roadmap.read(academy, 'owner').facts.source.entries[0].text())"
STATUS = {
    "breaks": "error",
    "crashes": "died",
    "eats": "killed",
    "exits": "died",
    "fails": "error",
    "forks": "error",
    "hangs": "timeout",
    "leaks": "withheld",
    "leaves": "error",
    "misspells": "error",
    "prints": "error",
    "threads": "died",
}


@pytest.mark.parametrize("name", ["index", "a b", "../x"])
def test_render_tells_an_id_that_cannot_be_a_file_and_makes_the_others(team: Team, name: str) -> None:
    own_notebook(team.academy.templates)
    team.join("fine", "Fine Person")
    team.join(name, "Odd Person")

    found = {line.person: (line.status, line.error) for line in batch(team, formats=["html"])}

    assert found["fine"] == ("ok", "")
    assert found[name][0] == "error"
    assert "cannot be the name of a file" in found[name][1]


def test_a_command_for_a_hundred_names_twelve_faults_and_makes_the_others_as_if_there_were_none(
    team: Team,
) -> None:
    """The same documents, byte for byte, as of a run without faults; some of them as PDF, too."""
    healthy = [f"p{number:02}" for number in range(87)] + ["owner"]
    for person in (*STATUS, *healthy):
        team.join(person, f"Person {person.title()}")
    note = timber_cluster.put("business_model", "secret", "note", "channels", {"text": SECRET})
    team.write("owner", [note])
    own_notebook(team.academy.templates, "person")
    printed = ["--format", "html,pdf", *only("p00", "p43", "fails")]
    assert [ended(team, "--format", "html")[0], ended(team, *printed)[0]] == [0, 0]
    before = contents(team)

    own_notebook(team.academy.templates, "person", FAULTS)
    code, lines = ended(team, "--format", "html", "--timeout", "6")
    paper_code, papers = ended(team, *printed)

    assert (code, paper_code, len(lines)) == (3, 3, 100)
    assert {line["person"]: line["status"] for line in lines if line["status"] != "ok"} == STATUS
    assert [(line["person"], line["status"]) for line in papers] == [
        ("fails", "error"),
        ("p00", "ok"),
        ("p43", "ok"),
    ]
    errors = {line["person"]: line["error"] for line in lines}
    named = [name for name in STATUS if name not in ("breaks", "leaks")]
    assert [name for name in named if "under “The test”" not in errors[name]] == []
    now = contents(team)
    assert [name for name in before if before[name] != now.get(name)] == []  # the older ones stay, too
    assert set(now) == set(before)
    assert {path.suffix for path in folder(team).iterdir()} == {".html", ".pdf", ".ipynb"}
    assert running_for(team.academy.folder) == []


def only(*people: str) -> list[str]:
    return [word for person in people for word in ("--only", person)]


def ended(team: Team, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """Run a command to its end; return its exit code and the ledger's lines that it tells."""
    where = ("render", "cba3", "--academy", str(team.academy.folder), "--json")
    done = run("cba_kit.cli:main", *where, *words)
    return done.returncode, json.loads(done.stdout)


def contents(team: Team) -> dict[str, bytes]:
    """Return the documents that lie there, without the list, which says when it was made."""
    found = [path for path in folder(team).iterdir() if path.suffix != ".ipynb"]
    return {path.name: path.read_bytes() for path in found if path.name != "index.html"}


def test_render_withholds_a_leak_and_the_older_document_stays(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates)
    team.join("owner", "Some Owner")
    team.write("owner", [timber_cluster.put("business_model", "s", "note", "channels", {"text": SECRET})])
    batch(team, only=[ilze.id])
    before = (folder(team) / "ilze.html").read_bytes()
    own_notebook(team.academy.templates, OTHERS)

    [line] = batch(team, only=[ilze.id])

    assert (line.status, line.error.split(", in")[0]) == (
        "withheld",
        "Not published: it holds words of another participant (owner)",
    )
    assert SECRET not in line.error
    assert (folder(team) / "ilze.html").read_bytes() == before
    assert files(team) == ["ilze.failed.ipynb", "ilze.html", "ilze.ipynb", "ilze.pdf", "index.html"]
    assert team.store.ledger.latest("cba3", "roadmap", only_ok=True)["ilze"].status == "ok"


def test_render_copes_with_what_people_write(team: Team, hostile: Person) -> None:
    """Nothing, hostile words, right-to-left, emoji, control characters, long words, thousands of notes."""
    team.join("empty", "Empty Person")
    team.join("busy", "Busy Person")
    texts = ("A note of several words", "ש" * 40, "🌲" * 30, "W" * 300, "a\x07b\u202ec", "x\nz")
    notes = [
        timber_cluster.put("business_model", f"n{n}", "note", "channels", {"text": f"{texts[n % 6]} {n}"})
        for n in range(3000)
    ]
    team.write("busy", notes)

    made = batch(team)

    told = {line.person: (line.status, line.error) for line in made}
    assert told == dict.fromkeys(("busy", "empty", hostile.id), ("ok", ""))
    assert {line.person: line.version for line in made}["empty"] == 0


def test_render_a_template_with_a_mistake_is_told_and_publishes_nothing(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates)
    own = team.academy.templates / "reports/roadmap/typst/main.typ"
    own.parent.mkdir(parents=True)
    own.write_text("#let x = (", encoding="utf-8")

    [line] = batch(team)

    assert (line.person, line.status) == (ilze.id, "error")
    assert "typst" in line.error
    assert files(team) == ["ilze.failed.ipynb", "index.html"]
    [html] = batch(team, formats=["html"])
    assert html.status == "ok"


def test_a_disk_that_is_full_is_told_for_the_document_that_does_not_fit(team: Team) -> None:
    own_notebook(
        team.academy.templates,
        "from IPython.display import Markdown\nMarkdown('word ' * (600_000 if person == 'big' else 6))",
    )
    for person in ("big", "small"):
        team.join(person, person.title())

    process = command(team, "--format", "html", "--json", preexec_fn=_small_files)
    out, said = process.communicate(timeout=120)

    assert process.returncode == 3, said
    found = {line["person"]: (line["status"], line["error"]) for line in json.loads(out)}
    assert found == {
        "big": ("error", "The files could not be written (File too large)."),
        "small": ("ok", ""),
    }
    assert files(team) == ["index.html", "small.html", "small.ipynb"]


def _small_files() -> None:
    import resource  # noqa: PLC0415  # not on every system

    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
