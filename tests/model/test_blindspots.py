"""Questions say what they are about, by a mark that changes with the words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cba_kit.model.blindspots import Hit, hits
from cba_kit.model.rules.filled import Filled
from cba_kit.model.rules.rule import Rule
from cba_kit.model.workbook import Entry
from tests.model.rules.books import SHEETS, TODAY, note, row

FM = "funding_mix"
SHARE = Rule.model_validate(
    {
        "key": "one_source",
        "ask": "{notes}: {share}% ({n})?",
        "why": "Much.",
        "share": {"amount": "amount", "above": 50},
    }
)


def found(rule: Rule, entries: list[Entry], sheet: str = FM) -> list[Hit]:
    return hits([rule], Filled(entries, SHEETS, sheet, TODAY))


def mix(amount: int = 60, **fields: Any) -> list[Entry]:
    region = note(FM, "public_base", "Region", "r", amount=amount, **fields)
    return [note(FM, "private", "Fees", "f", amount=40), region]


def test_hit_says_what_it_is_about() -> None:
    (hit,) = found(SHARE, mix())

    assert hit.model_dump() == {
        "sheet": FM,
        "rule": "one_source",
        "ask": "“Region”: 60% (1)?",
        "why": "Much.",
        "block": "",
        "notes": ("r",),
        "about": hit.about,
    }


@pytest.mark.parametrize("changed", [{"amount": 70}, {"text": "Region and city"}, {"ends": "2027-01-01"}])
def test_question_set_aside_comes_back_when_its_note_changed(changed: dict[str, Any]) -> None:
    (before,) = found(SHARE, mix())
    region = note(FM, "public_base", "Region", "r", **({"amount": 60} | changed))

    (now,) = found(SHARE, [mix()[0], region])

    assert now.about != before.about


@pytest.mark.parametrize(
    "changed", [{"position": 7}, {"links": ["trend:climate"]}, {"evidence": "measured"}, {"meaning": "risk"}]
)
def test_question_set_aside_stays_so_when_only_its_place_or_signs_changed(changed: dict[str, Any]) -> None:
    (before,) = found(SHARE, mix())

    (now,) = found(SHARE, mix(**changed))

    assert now.about == before.about


def test_mark_is_another_one_when_the_question_is_about_more() -> None:
    rule = Rule.model_validate(
        {"key": "k", "ask": "{notes}?", "why": "-", "lacking": {"columns": ["amount"]}}
    )
    first = note(FM, "private", "Fees", "f")

    (before,) = found(rule, [first])
    (now,) = found(rule, [first, note(FM, "private", "Fair", "g")])

    assert before.about != now.about


def test_removed_empty_and_conflicting_notes_do_not_count() -> None:
    region = mix()[1]
    others = [
        region.model_copy(update={"id": "gone", "removed": True}),
        region.model_copy(update={"id": "copy", "conflict_of": "r"}),
        note(FM, "private", "  ", amount=1000),
    ]

    (hit,) = found(SHARE, [*mix(), *others])

    assert hit.notes == ("r",)
    assert "60%" in hit.ask


def test_words_in_curly_brackets_of_a_note_stay_words() -> None:
    (hit,) = found(SHARE, [mix()[0], note(FM, "public_base", "{share} {n} {x}", amount=60)])

    assert hit.ask == "“{share} {n} {x}”: 60% (1)?"


def test_question_names_three_notes_and_shortens_long_ones() -> None:
    rule = Rule.model_validate(
        {
            "key": "all",
            "ask": "{n}: {notes}?",
            "why": "Of {n}. {notes}. Why?",
            "lacking": {"columns": ["amount"]},
        }
    )
    texts = ["a" * 80, "b", "c", "d"]

    (hit,) = found(rule, [note(FM, "private", text) for text in texts])

    assert hit.ask == f"4: “{'a' * 69}…”, “b”, “c” …?"
    assert hit.why == f"Of 4. “{'a' * 69}…”, “b”, “c” … Why?"
    assert len(hit.notes) == 4


def test_rule_about_a_sheet_that_the_workbook_lacks_asks_nothing() -> None:
    rule = Rule.model_validate(
        {
            "key": "gap",
            "ask": "{notes}?",
            "why": "Gap.",
            "begin": 0,
            "gap": {
                "sheet": "needs",
                "of": ["needs"],
                "high": "importance",
                "low": "satisfaction",
                "least": 2,
            },
        }
    )
    entries = [row("needs", "needs", need="Calls", importance=5, satisfaction=1)]
    few = {key: sheet for key, sheet in SHEETS.items() if key != "needs"}

    assert len(hits([rule], Filled(entries, SHEETS, FM, TODAY))) == 1
    assert hits([rule], Filled(entries, few, FM, TODAY)) == []


def test_fit_is_looked_at_segment_by_segment() -> None:
    rule = Rule.model_validate(
        {
            "key": "fit",
            "ask": "{notes}?",
            "why": "-",
            "fit": {"of": ["pains"], "by": ["pain_relievers"], "top": 1},
        }
    )
    vp = "value_proposition"
    entries = [
        note(vp, "pains", "Calls nobody reads", "p1", part="s1"),
        note(vp, "pains", "Second of the first group", part="s1"),
        note(vp, "pains", "Calls too late", "p2", part="s2"),
        note(vp, "pain_relievers", "We read calls", part="s1"),
    ]

    (hit,) = found(rule, entries, vp)

    assert hit.notes == ("p2",)


def test_fit_takes_the_rank_before_the_place() -> None:
    rule = Rule.model_validate(
        {
            "key": "fit",
            "ask": "{notes}?",
            "why": "-",
            "fit": {"of": ["idea"], "by": ["pilot"], "top": 1, "rank": "users"},
        }
    )
    sp = "service_portfolio"

    (hit,) = found(rule, [note(sp, "idea", "First"), note(sp, "idea", "Ranked", "r", users=1)], sp)

    assert hit.notes == ("r",)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "exactly one check"),
        ({"share": {"amount": "a", "above": 50}, "lacking": {"columns": ["a"]}}, "exactly one check"),
        ({"ask": "{who}?", "lacking": {"columns": ["a"]}}, "know no “{who}”"),
    ],
)
def test_rule_has_one_check_and_known_values(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        Rule.model_validate({"key": "k", "ask": "?", "why": "-"} | fields)
