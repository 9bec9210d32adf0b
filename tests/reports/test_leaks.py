"""Leaks: another participant's name, address or words stop a document; one's own, and everybody's, do not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from cba_kit.model.people import Person
from cba_kit.programme.documents.catalogue import Subject
from cba_kit.reports import phrases, shown
from cba_kit.reports.leaks import Register, Suspect, search
from cba_kit.reports.section import MIME
from cba_kit.reports.verdict import Judge
from tests.reports import timber_cluster
from tests.reports.executed_notebook import executed
from tests.reports.report_team import Team, talk

PLAN = "Nobody must know that we sell the laboratory in Daugavpils next year"


@pytest.fixture
def eleni(team: Team) -> Person:
    """Another participant, with a plan of her own."""
    person = team.join("eleni", "Ελένη Παπαδάκη", "Aegean Tourism Lab")
    note(team, "eleni", PLAN)
    return person


def note(team: Team, person: str, text: str) -> None:
    team.write(
        person, [timber_cluster.put("business_model", f"n-{len(text)}", "note", "channels", {"text": text})]
    )


def suspects(team: Team, folder: Path, *texts: str, own: str = "ilze") -> list[Suspect]:
    register = Register("cba3")
    register.refresh(team.store)
    register.save(folder)
    return search(folder, [(f"cell {number}", text) for number, text in enumerate(texts, start=1)], own=own)


def verdict(team: Team, person: Person, folder: Path, *texts: str) -> str:
    judge = Judge(
        team.academy, team.store, team.library, edition=team.library.edition("cba3"), report="roadmap"
    )
    found = suspects(team, folder, *texts, own=person.id)
    return judge.verdict(Subject(person.id, person.name, person), found)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Written by Ελένη Παπαδάκη herself", "the name"),
        ("ΕΛΈΝΗ  ΠΑΠΑΔΆΚΗ", "the name"),
        ("Ask eleni@cluster.example, please", "the e-mail address"),
        (PLAN, "words"),
        (f"They say: {PLAN.upper()}!", "words"),
        ("Who knew? that we sell the laboratory in Daugavpils next", "words"),
        ("ΕΛΕΝΗ ΠΑΠΑΔΑΚΗ", "the name"),  # capitals have no accents
        ("Παπαδάκη, Ελένη", "the name"),
        (unicodedata.normalize("NFD", "Ελένη Παπαδάκη"), "the name"),
        ("Ελέ\u200bνη\u00a0Παπα\u00adδάκη\u200d", "the name"),
        ("Ελένη\nΠαπαδάκη", "the name"),
        ("eleni\u200b@cluster.example", "the e-mail address"),
        (PLAN.replace("laboratory", "labo\u00adratory"), "words"),
    ],
)
def test_what_is_somebody_elses_is_found(
    team: Team, ilze: Person, eleni: Person, tmp_path: Path, text: str, what: str
) -> None:
    told = verdict(team, ilze, tmp_path, "Site visits", text)

    assert told.startswith(f"Not published: it holds {what} of another participant ({eleni.id})")


@pytest.mark.parametrize(
    "text",
    [
        "Ελένη Παπαδάκηδες",  # part of another word
        "Ελένη was here",  # a single word
        "we sell the laboratory",  # four words
        "Papadaki Eleni",
        "Anneli Saarinen asked for it",  # the coach
    ],
)
def test_what_anybody_could_have_written_is_not(
    team: Team, ilze: Person, eleni: Person, tmp_path: Path, text: str
) -> None:
    assert eleni.id == "eleni"
    assert verdict(team, ilze, tmp_path, text) == ""


def test_common_words_are_nobodys(team: Team, ilze: Person, tmp_path: Path) -> None:
    """Five words of a few letters, however often they are written."""
    team.join("eleni", "Ελένη Παπαδάκη")
    note(team, "eleni", "it is up to us")

    assert verdict(team, ilze, tmp_path, "it is up to us") == ""


def test_own_words_are_no_leak_whoever_else_wrote_them(
    team: Team, ilze: Person, eleni: Person, tmp_path: Path
) -> None:
    """Also those that were written over since, a colleague's name, and what the coach said."""
    found = suspects(team, tmp_path, PLAN, eleni.name)
    note(team, "ilze", "First")
    team.write("ilze", [timber_cluster.put("business_model", "mine", "note", "channels", {"text": PLAN})])
    team.write("ilze", [timber_cluster.put("business_model", "mine", "note", "channels", {"text": "Gone"})])
    team.write("ilze", talk("c9", f"Talk with {eleni.name}, eleni@cluster.example"), by="anneli")

    assert {suspect.what for suspect in found} == {"words", "name"}
    assert verdict(team, ilze, tmp_path, PLAN, eleni.name, eleni.email) == ""
    assert verdict(team, eleni, tmp_path, PLAN, eleni.name, eleni.email) == ""


def test_what_the_templates_say_is_no_leak(team: Team, ilze: Person, tmp_path: Path) -> None:
    team.join("eleni", "Ελένη Παπαδάκη")
    texts = team.library.texts("en")
    said = next(text for text in texts.values() if len(phrases.telling([text])))
    about = team.library.sheets(team.library.edition("cba3"))["megatrends"]
    told = about.model_dump()["trends"][0]["about"]
    note(team, "eleni", said)
    note(team, "eleni", told)

    assert len(suspects(team, tmp_path, said, told)) > 0
    assert verdict(team, ilze, tmp_path, said, told) == ""


def test_words_of_the_own_group_are_no_leak_those_of_another_one_are(team: Team, tmp_path: Path) -> None:
    people = [
        Person(
            id=f"p{number}",
            edition="cba3",
            name=f"Peer Number{number}",
            email=f"p{number}@x.example",
            roles=("participant",),
            group=f"Team {number // 2}",
        )
        for number in range(4)
    ]
    team.store.people.add(people)
    group = people[0].group_id
    assert group is not None
    team.write(
        group, [timber_cluster.put("business_model", "g", "note", "channels", {"text": PLAN})], by="p0"
    )

    assert verdict(team, people[1], tmp_path, PLAN) == ""
    assert verdict(team, people[2], tmp_path, PLAN).startswith("Not published: it holds words of a group, in")


def test_a_whole_roadmap_is_clean_and_one_with_anothers_words_is_not(
    team: Team, ilze: Person, eleni: Person, tmp_path: Path
) -> None:
    notebook = executed(team, ilze.id)
    clean = [text for _, text in shown.texts(notebook)]
    assert len(clean) > 300
    assert verdict(team, ilze, tmp_path, *clean) == ""

    notebook.cells.append(nbformat.v4.new_markdown_cell(f"By the way: {PLAN}"))

    told = verdict(team, ilze, tmp_path, *(text for _, text in shown.texts(notebook)))
    assert told.startswith(f"Not published: it holds words of another participant ({eleni.id})")


def test_register_reads_only_what_has_changed(
    team: Team, ilze: Person, eleni: Person, tmp_path: Path
) -> None:
    """And forgets nothing, and nobody."""
    register = Register("cba3")
    register.refresh(team.store)
    note(team, "ilze", "Ninety small firms wait for an answer")
    register.refresh(team.store)
    register.save(tmp_path)

    found = search(tmp_path, [("a", PLAN), ("b", "Ninety small firms wait for an answer")], own="nobody")

    assert {(suspect.owner, suspect.where) for suspect in found} == {(eleni.id, "a"), (ilze.id, "b")}


def test_a_leak_is_found_where_it_stands(team: Team, ilze: Person, eleni: Person, tmp_path: Path) -> None:
    assert ilze.id != eleni.id
    [suspect] = suspects(team, tmp_path, "Fine", "All is well", f"She is called {eleni.name}")

    assert (suspect.owner, suspect.what, suspect.where) == (eleni.id, "name", "cell 3")


def cell(*outputs: dict[str, object]) -> NotebookNode:
    built = [nbformat.from_dict(output) for output in outputs]
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=built)])
    return notebook


def shows(mime: str, content: object) -> NotebookNode:
    return cell({"output_type": "display_data", "metadata": {}, "data": {mime: content}})


@pytest.mark.parametrize(
    "notebook",
    [
        cell({"output_type": "stream", "name": "stdout", "text": PLAN}),
        cell(
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": f"<p>x<b>{PLAN}</b></p>"}}
        ),
        shows("text/html", f'<img alt="{PLAN}">'),
        cell(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"image/svg+xml": f"<svg><title>{PLAN}</title></svg>"},
            }
        ),
        cell(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"application/json": {"a": [{"b": PLAN}]}},
            }
        ),
        cell({"output_type": "error", "ename": "ValueError", "evalue": PLAN, "traceback": []}),
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {PLAN}")]),
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"said = '{PLAN}'")]),
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_raw_cell(PLAN)]),
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", metadata={"told": [PLAN]})]),
        nbformat.v4.new_notebook(metadata={"title": PLAN}),
        shows("text/html", f"<p>x</p><!-- {PLAN} -->"),
        shows("text/html", f'<a href="https://x.example/?q={PLAN.replace(" ", "%20")}">x</a>'),
        shows("text/html", f"<p title=x>{PLAN.replace(' ', '<br>', 3)}</p>"),
        shows("text/html", f"<p>{PLAN.replace('laboratory', 'lab<b>orat</b>ory')}</p>"),
        shows("image/svg+xml", f"<svg><tspan>{PLAN.replace(' we ', '</tspan><tspan>we ')}</tspan></svg>"),
        shows("text/plain", f"a <{PLAN}> b"),
        shows(MIME, {"document": {"title": PLAN, "version": 3}, "sections": []}),
        nbformat.v4.new_notebook(metadata={"widgets": {"state": {"m": {"value": PLAN}}}}),
    ],
)
def test_shown_is_every_text_of_a_notebook(notebook: NotebookNode) -> None:
    texts = " | ".join(" ".join(phrases.words(text)) for _, text in shown.texts(notebook))

    assert " ".join(phrases.words(PLAN)) in texts


def test_long_names_are_found_short_and_long(team: Team, ilze: Person, tmp_path: Path) -> None:
    team.join("maria", "Maria de la Cruz Santos e Silva")

    for text in ("Maria Silva", "Silva, Maria", "Maria de la Cruz Santos", "MARIA DE LA CRUZ SANTOS E SILVA"):
        assert verdict(team, ilze, tmp_path, f"With {text}, on Monday") != "", text
    assert verdict(team, ilze, tmp_path, "Santos Cruz, and Maria of Porto") == ""


def test_what_the_check_cannot_find(team: Team, ilze: Person, eleni: Person, tmp_path: Path) -> None:
    """It tells mistakes, not those who hide words: letters of another script, spelled out, in a picture."""
    cyrillic = eleni.name.replace("Π", "\u041f")
    for text in (cyrillic, "Ε λ έ ν η  Π α π α δ ά κ η", "eleni at cluster.example"):
        assert verdict(team, ilze, tmp_path, text) == ""


def test_telling_runs_are_in_every_nine_words_of_a_text() -> None:
    words = phrases.words(
        "Every longer text that somebody writes is recognised by runs of five words, where nine are together"
    )
    known = set(phrases.telling([" ".join(words)]).tolist())

    for start in range(len(words) - 8):
        part = " ".join(words[start : start + 9])
        assert known & set(phrases.all_runs([part]).tolist()), part


def test_runs_never_go_from_one_text_into_the_next() -> None:
    apart = set(phrases.all_runs(["one two three", "four five six"]).tolist())

    assert not apart & set(phrases.telling(["one two three four five six seventeen"]).tolist())
    assert not apart & set(phrases.names(["three four"]).tolist())
