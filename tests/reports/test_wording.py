"""Wording: a report copied under another name says some things differently, and may have a colour."""

from __future__ import annotations

import pytest

from cba_kit.errors import ContentError
from cba_kit.model.people import Person
from cba_kit.reports import canvases, certificate, roadmap
from cba_kit.reports.wording import wording
from tests.reports.report_team import Team


def own(team: Team, name: str, text: str) -> None:
    """Write words of the report “thanks”, as a trainer does."""
    path = team.academy.templates / f"reports/thanks/words/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_copy_says_some_words_differently_and_all_others_as_before(team: Team) -> None:
    own(team, "en", "title: Thank you\n")

    words = wording(team.library, "certificate", look="thanks", language="en")

    assert (words.say("title"), words.say("dates")) == ("Thank you", "Dates")
    assert wording(team.library, "certificate", look="certificate", language="en").say("title") == (
        "Certificate of attendance"
    )


def test_words_of_the_language_come_before_the_english_ones(team: Team) -> None:
    own(team, "en", "title: Thank you\n")
    own(team, "lv", "title: Paldies\n")

    said = [wording(team.library, "certificate", look="thanks", language=name) for name in ("lv", "de")]

    assert [words.say("title") for words in said] == ["Paldies", "Thank you"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: A\ntittle: Thank you\n", r"thanks/words/en\.yaml:2: The text “tittle” does not exist"),
        ('of: "For {whom}"\n', r"thanks/words/en\.yaml:1: The text “of” names other values"),
        ("title: [one]\n", r"thanks/words/en\.yaml:1: “title” should be text"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(team: Team, text: str, told: str) -> None:
    own(team, "en", text)

    with pytest.raises(ContentError, match=told):
        wording(team.library, "certificate", look="thanks", language="en")


def test_documents_take_over_words_and_colour(team: Team, ilze: Person) -> None:
    own(team, "en", 'of: "Thanks to {name}"\n')
    place = str(team.academy.folder)

    thanks = certificate.read(place, ilze.id, look="thanks", accent="#7A1F5C").certificate().document
    plan = roadmap.read(place, ilze.id, accent="#7A1F5C").cover().document
    boards = canvases.read(place, ilze.id, accent="#7A1F5C").canvases().document

    assert thanks.title == "Thanks to Ilze Kalniņa"
    assert [document.colours["accent"] for document in (thanks, plan, boards)] == ["#7A1F5C"] * 3
    assert thanks.colours["on-accent"] == "#FFFFFF"


@pytest.mark.parametrize(
    ("accent", "told"), [("purple", "is no colour"), ("#FFCC00", "Take #[0-9A-F]{6} inst")]
)
def test_a_colour_that_cannot_be_used_is_refused(team: Team, ilze: Person, accent: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        certificate.read(str(team.academy.folder), ilze.id, accent=accent)
