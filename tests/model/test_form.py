"""Forms: questions that fit their type, each under a key of its own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cba_kit.model.form import Form, Question

from .sheets import FORM, head


def test_questions_stand_in_the_order_of_their_parts() -> None:
    """And are found by key."""
    assert [q.key for q in FORM.questions] == ["mission", "staff", "members", "founded", "aims"]
    assert FORM.question("staff") == FORM.questions[1]
    assert FORM.question("budget") is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"type": "rows"}, "a question of type rows needs columns"),
        ({"type": "choice"}, "needs choices, or list"),
        ({"type": "choices"}, "needs choices, or list"),
        ({"type": "scale", "low": 1}, "a question of type scale needs low and high"),
        ({"type": "essay"}, "type"),
        ({"type": "text", "key": "Big Key"}, "key"),
        ({"type": "text", "titel": "x"}, "titel"),
    ],
)
def test_a_question_that_lacks_what_its_type_needs_is_refused(question: dict[str, Any], words: str) -> None:
    """The error says what to add."""
    with pytest.raises(ValidationError, match=words):
        Question.model_validate({"key": "q", "title": "Q"} | question)


def test_a_list_gives_the_choices() -> None:
    """Countries and ecosystems come from their own files."""
    asked = Question(key="q", title="Q", type="choice", list="countries")
    assert (asked.choices, asked.list) == ((), "countries")


def test_a_key_used_twice_is_refused_across_parts() -> None:
    """Answers are stored by key: two questions would share one."""
    parts = [
        {"key": key, "title": key, "questions": [{"key": "mission", "title": "M", "type": "text"}]}
        for key in ("one", "two")
    ]
    with pytest.raises(ValidationError, match="each question needs a key of its own; used twice: “mission”"):
        Form.model_validate(head("f") | {"parts": parts})
