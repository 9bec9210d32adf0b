"""`cba render` and `cba demo`: real documents from real kernels, and what is said about them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.programme.demo import create
from cba_kit.programme.demo.academy import write_edition
from cba_kit.store import open_store

from ..store.hand import Hand, everything
from .conftest import Cba, opened

pytestmark = pytest.mark.slow


def own_notebook(folder: Path, code: str) -> None:
    """Give the academy a roadmap of its own that is a cover and a cell of code, quick to make."""
    parameters = nbformat.v4.new_code_cell('academy = ""\nperson = ""', metadata={"tags": ["parameters"]})
    cover = "from cba_kit.reports import roadmap\n\nbook = roadmap.read(academy, person)\nbook.cover()"
    cells = [nbformat.v4.new_code_cell(source) for source in (cover, code)]
    book = nbformat.v4.new_notebook(cells=[parameters, *cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    file = folder / "templates" / "reports" / "roadmap" / "roadmap.ipynb"
    file.parent.mkdir(parents=True)
    nbformat.write(book, file)


def made(folder: Path, edition: str = "spring") -> list[str]:
    """Return the documents that lie in the output folder."""
    return sorted(path.name for path in (folder / "output" / edition / "roadmap").iterdir())


SLOW = ("nbconvert", "papermill", "typst", "pandas", "numpy", "alembic", "jupyter_client")
WATCHED = f"""\
import sys
from cba_kit.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code, *[name for name in {SLOW!r} if name in sys.modules])
"""


def loaded(*words: str) -> list[str]:
    """Run a command that goes well in a process of its own; return what it has loaded of the slow ones."""
    ran = subprocess.run([sys.executable, "-c", WATCHED, *words], capture_output=True, text=True, check=True)
    code, *found = ran.stdout.splitlines()[-1].split()
    assert code == "0", ran
    return found


def test_render_makes_the_stale_ones_and_only_them(cba: Cba, manned: Path) -> None:
    """First everybody's, then nobody's, then that of the one who wrote something."""
    first = cba("render", "spring", "--academy", manned)
    assert (first.code, first.out, first.err) == (0, "2 rendered, 0 failed; the others are fresh.\n", "")
    documents = [f"{person}.{end}" for person in ("eleni", "ilze") for end in ("html", "ipynb", "pdf")]
    assert made(manned) == sorted([*documents, "index.html"])
    assert cba("render", "spring", "--json", "--academy", manned).json == []
    assert loaded("render", "spring", "--academy", str(manned)) == []  # nothing to do is known at once
    with opened(manned) as store:
        Hand(store).put("n1", {"text": "Sawmills"}, block="channels")
    [line] = cba("render", "spring", "--json", "--academy", manned).json
    assert (line["person"], line["status"], line["version"]) == ("ilze", "ok", 1)
    with opened(manned) as store:
        newest = store.ledger.latest("spring", "roadmap")["ilze"]
    assert newest.model_dump(mode="json") == line


def test_one_that_fails_is_named_and_the_others_are_there(cba: Cba, manned: Path) -> None:
    """Exit code 3; no traceback on the screen, and none of the person's words."""
    own_notebook(manned, 'if person == "ilze":\n    raise ValueError("no figure")')
    ran = cba("render", "spring", "--format", "html", "--academy", manned)
    assert (ran.code, ran.out) == (3, "1 rendered, 1 failed; the others are fresh.\n")
    assert (ran.err.startswith("ilze: error: "), "no figure" in ran.err, "Traceback" in ran.err) == (
        True,
        True,
        False,
    )
    assert made(manned) == ["eleni.html", "eleni.ipynb", "ilze.failed.ipynb", "index.html"]
    with opened(manned) as store:
        found = {name: line.status for name, line in store.ledger.latest("spring", "roadmap").items()}
    assert found == {"eleni": "ok", "ilze": "error"}


def test_a_person_or_report_that_does_not_exist_is_told(cba: Cba, manned: Path) -> None:
    """Exit code 2, one paragraph, nothing made."""
    nobody = cba("render", "spring", "--only", "ilse", "--academy", manned).refusal
    assert nobody == "There is no participant “ilse”. Known: ilze, eleni."
    missing = cba("render", "spring", "--report", "diploma", "--academy", manned).refusal
    assert missing.startswith("There is no report “diploma”. Known: ")
    assert cba("render", "winter", "--academy", manned).refusal.startswith("There is no edition “winter”.")
    nothing = cba("render", "spring", "--format", ",", "--academy", manned).refusal
    assert nothing == "There is no format “,”. Known: html, pdf."
    assert not (manned / "output").exists()


def test_only_one_person_s_report_is_made_when_asked_for(cba: Cba, manned: Path) -> None:
    """And made again with --force, fresh or not."""
    own_notebook(manned, "print(person)")
    words = ("render", "spring", "--only", "eleni", "--format", "html", "--academy", manned)
    assert [cba(*words).out, cba(*words).out, cba(*words, "--force").out] == [
        "1 rendered, 0 failed; the others are fresh.\n",
        "0 rendered, 0 failed; the others are fresh.\n",
        "1 rendered, 0 failed; the others are fresh.\n",
    ]
    assert made(manned) == ["eleni.html", "eleni.ipynb", "index.html"]


def test_demo_goes_on_with_the_demo_that_is_there(cba: Cba, tmp_path: Path, people: list[Person]) -> None:
    """People and words of an earlier run stay; what is stale is rendered, and the next step named."""
    folder = tmp_path / "demo"
    academy = create(folder)
    write_edition(academy, Library(academy.templates))
    own_notebook(folder, "print(person)")
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add([person.model_copy(update={"edition": "demo"}) for person in people])
        Hand(store).put("n1", {"text": "Sawmills"}, block="channels")
        before = everything(store)
    ran = cba("demo", "--dir", folder, "--no-serve")
    assert (ran.code, ran.err) == (0, "")
    assert f"Links of all its people: cba links demo --academy {folder}\n" in ran.out
    with opened(folder) as store:
        assert everything(store) == before
        assert [line.status for line in store.ledger.latest("demo", "roadmap").values()] == ["ok", "ok"]
    assert {"eleni.pdf", "ilze.pdf"} <= set(made(folder, "demo"))


def test_a_document_that_is_withheld_is_named(cba: Cba, manned: Path) -> None:
    """By whose it is, and whose words are in it; none of these words is told."""
    secret = "Nobody must know that we sell the laboratory in Daugavpils"
    words = "roadmap.read(academy, 'ilze').facts.source.entries[0].text()"
    own_notebook(manned, f"if person == 'eleni': print({words})")
    with opened(manned) as store:
        Hand(store).put("n1", {"text": secret}, block="channels")
    ran = cba("render", "spring", "--format", "html", "--academy", manned)
    said = "1 rendered, 0 failed, 1 withheld (eleni); the others are fresh.\n"
    assert (ran.code, ran.out) == (3, said)
    assert ran.err.startswith("eleni: withheld: Not published: it holds words of another participant (ilze)")
    assert "laboratory" not in ran.err
    assert made(manned) == ["eleni.failed.ipynb", "ilze.html", "ilze.ipynb", "index.html"]


def test_a_bundle_is_written_where_it_is_asked_for(cba: Cba, manned: Path, tmp_path: Path) -> None:
    """With all documents, also those that were fresh."""
    own_notebook(manned, "print(person)")
    file = tmp_path / "roadmaps.zip"
    assert cba("render", "spring", "--format", "html", "--academy", manned).code == 0
    ran = cba("render", "spring", "--format", "html", "--bundle", file, "--academy", manned)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        ["0 rendered, 0 failed; the others are fresh.", f"{file}: the documents of 2."],
    )
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["index.html", "ilze.html", "eleni.html"]


def test_a_cluster_that_cannot_be_used_is_told(cba: Cba, manned: Path) -> None:
    """An academy in a file has no database that other machines can read."""
    refused = cba("render", "spring", "--dask", "tcp://127.0.0.1:1", "--academy", manned).refusal
    assert refused.startswith("Other machines cannot read a database in a file. Use PostgreSQL")
