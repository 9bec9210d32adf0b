"""Findings: pages are told which questions their sheets raise, of what their reader may see."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cba_kit.model.workbook import Operation, Writer
from cba_kit.pages.aftermath import LATEST, REST
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES, group_workbook
from cba_kit.pages.visit import Visit
from tests.pages.conftest import Seconds

Open = Callable[[str], Visit]


def own(visit: Visit, clock: Callable[[], float] = time.monotonic) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES, clock=clock)


def op(entry: str, sheet: str, kind: str, block: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"op-{entry}",
        "sheet": sheet,
        "entry": entry,
        "kind": kind,
        "block": block,
        "fields": fields,
    }


def note(entry: str, block: str, text: str, **fields: Any) -> dict[str, Any]:
    return op(entry, "business_model", "note", block, text=text, **fields)


def write(talk: Conversation, *ops: dict[str, Any]) -> list[dict[str, Any]]:
    book = talk.workbook.id if talk.workbook else ""
    (ack,) = talk.answer({"t": "op", "workbook": book, "client": "c", "ops": list(ops)})
    assert ack["refused"] == []
    return [dict(entry) for entry in ack["entries"]]


def greeted(talk: Conversation) -> dict[str, Any]:
    (snapshot,) = talk.answer({"t": "hello", "client": "c"})
    return dict(snapshot)


def rules(hits: list[dict[str, Any]]) -> list[str]:
    return [hit["rule"] for hit in hits]


RISK = note("r1", "key_resources", "All contacts are known by one person only")


def test_snapshot_brings_the_questions_of_all_sheets(visit: Open) -> None:
    talk = own(visit("ilze"))
    need = op("n1", "needs", "answer", "needs", need="We cannot read calls", importance=5, satisfaction=1)
    write(talk, RISK, need)

    found = greeted(talk)["findings"]

    assert rules(found["business_model"]) == ["one_person"]
    assert found["business_model"][0]["notes"] == ["r1"]
    assert rules(found["needs"]) == ["gap_without_service"]
    assert found["value_proposition"] == []


def test_edits_bring_new_questions_when_the_hand_rests(visit: Open, seconds: Seconds) -> None:
    talk = own(visit("ilze"), seconds)
    greeted(talk)
    write(talk, RISK)
    seconds.pass_by(REST)

    (state,) = talk.look([], everything=False)

    assert rules(state["findings"]["business_model"]) == ["one_person"]


def test_page_is_told_nothing_of_questions_where_nothing_was_edited(visit: Open, seconds: Seconds) -> None:
    talk = own(visit("ilze"), seconds)
    greeted(talk)
    write(talk, RISK)
    seconds.pass_by(REST)
    list(talk.look([], everything=False))
    seconds.pass_by(LATEST)

    messages = list(talk.look([], everything=False))

    assert [message.get("findings", {}) for message in messages] == [{}]


def test_edit_of_a_sheet_asks_those_that_look_at_it_again(visit: Open, seconds: Seconds) -> None:
    talk = own(visit("ilze"), seconds)
    write(talk, *(note(f"p{n}", "value_propositions", text) for n, text in enumerate(("A", "B", "C"))))
    seconds.pass_by(REST)
    list(talk.look([], everything=False))
    write(
        talk, op("n1", "needs", "answer", "needs", need="We cannot read calls", importance=5, satisfaction=1)
    )
    seconds.pass_by(REST)

    (state,) = talk.look([], everything=False)

    assert "need_without_service" in rules(state["findings"]["business_model"])


def test_what_became_of_a_question_is_an_entry_that_its_writer_may_change(visit: Open) -> None:
    talk = own(visit("ilze"))
    write(talk, RISK)
    (hit,) = greeted(talk)["findings"]["business_model"]
    said = {"state": "aside", "reason": "Two of us know them.", "notes": hit["notes"], "about": hit["about"]}

    key = "finding.business_model.one_person"
    (kept,) = write(talk, op(key, "business_model", "finding", "one_person", **said))

    assert (kept["kind"], kept["fields"]) == ("finding", said)
    assert greeted(talk)["findings"]["business_model"] == [hit]  # the page sees by `about` that it is settled


def test_findings_are_taken_on_every_kind_of_sheet(visit: Open) -> None:
    talk = own(visit("ilze"))
    for sheet in ("needs", "megatrends", "action_plan"):
        write(talk, op(f"finding.{sheet}.x", sheet, "finding", "x", state="aside", reason="So."))


def test_nothing_is_asked_about_a_block_that_is_hidden(grouped: Open) -> None:
    """Whoever does not see its notes would be told that there are none."""
    group = grouped("ilze").store.people.person("ilze").group_id or ""
    found = group_workbook(grouped("ilze"), group)
    assert found is not None
    talk = Conversation(grouped("ilze"), *found)
    served = [
        note(f"n{n}", "customer_segments", text) for n, text in enumerate(("A", "B", "C", "D", "E", "F"))
    ]
    write(talk, *served)
    assert "benefit_without_payer" in rules(greeted(talk)["findings"]["business_model"])

    stage = op("stage.business_model", "business_model", "stage", "", hidden=["revenue_streams"])
    journal, writer = talk.visit.store.journal, Writer(person="tomas", client="t", kinds=frozenset({"stage"}))
    journal.apply(group, [Operation.model_validate(stage)], writer, accept=lambda *_: None)

    assert "benefit_without_payer" not in rules(greeted(talk)["findings"]["business_model"])


def test_rules_that_cannot_be_used_cost_their_questions_only(
    visit: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    talk = own(visit("ilze"))
    write(talk, RISK, op("n1", "needs", "answer", "needs", need="Calls", importance=5, satisfaction=1))
    (tmp_path / "templates/rules").mkdir(parents=True)
    (tmp_path / "templates/rules/business_model.yaml").write_text("- key: Wrong\n", encoding="utf-8")

    found = greeted(talk)["findings"]

    assert "business_model" not in found
    assert rules(found["needs"]) == ["gap_without_service"]
    assert "business_model.yaml:1" in caplog.text


def test_private_notes_of_others_raise_no_question(grouped: Open) -> None:
    """A question would say that there is a note, and what it says."""
    found = group_workbook(grouped("ilze"), grouped("ilze").store.people.person("ilze").group_id or "")
    assert found is not None
    workbook, kinds = found
    talks = {name: Conversation(grouped(name), workbook, kinds) for name in ("ilze", "eleni")}
    write(talks["ilze"], RISK | {"fields": {"text": RISK["fields"]["text"], "private": True}})

    asked = {name: rules(greeted(talk)["findings"]["business_model"]) for name, talk in talks.items()}

    assert asked == {"ilze": ["one_person"], "eleni": []}
