"""Forms: questions in parts, each answered by a text, number, choice, date or a small table of rows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.sheet import SheetTemplate

FieldType = Literal["line", "text", "number", "scale", "choice", "choices", "date", "link", "rows"]


class Choice(Frozen):
    """One answer to choose."""

    key: str
    label: Text


class Column(Frozen):
    """One column of a field of type `rows`."""

    key: Key
    title: Text
    type: Literal["line", "text", "number", "scale", "choice", "date"] = "line"
    help: str = ""
    choices: tuple[Choice, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ends: tuple[str, str] | None = None
    """Words at the two ends of a scale."""


class Question(Frozen):
    """One question of a form."""

    key: Key
    title: Text
    type: FieldType
    help: str = ""
    required: bool = True
    """Counts for “complete”; nothing is ever refused because it is empty."""
    choices: tuple[Choice, ...] = ()
    list: Literal["", "ecosystems", "countries"] = ""
    """Take the choices from templates/ecosystems.yaml or countries.yaml."""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ends: tuple[str, str] | None = None
    columns: tuple[Column, ...] = ()
    least: int = 1
    """Rows that make the answer complete."""
    most: int = 30
    row: str = ""
    """What one row is called, for the button that adds one: “need”, “aim”."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Question:
        if self.type == "rows" and not self.columns:
            raise ValueError("a question of type rows needs columns")
        if self.type in ("choice", "choices") and not (self.choices or self.list):
            raise ValueError("a question of type choice or choices needs choices, or list")
        if self.type == "scale" and (self.low is None or self.high is None):
            raise ValueError("a question of type scale needs low and high")
        return self


class Part(Frozen):
    """Questions that belong together, under one heading."""

    key: Key
    title: Text
    help: str = ""
    questions: tuple[Question, ...] = Field(min_length=1)


class Form(SheetTemplate):
    """A sheet of kind form."""

    kind: Literal["form"] = "form"
    parts: tuple[Part, ...] = Field(min_length=1)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for part in self.parts for question in part.questions)

    def question(self, key: str) -> Question | None:
        """The question with this key, or None."""
        return next((question for question in self.questions if question.key == key), None)

    @model_validator(mode="after")
    def _keys_once(self) -> Form:
        keys = [question.key for question in self.questions]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"each question needs a key of its own; used twice: “{twice[0]}”")
        return self
