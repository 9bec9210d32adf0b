"""Told: what the process that runs cells says. It runs anybody's code, and nothing is taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import nbformat
from nbformat import NotebookNode
from pydantic import BaseModel, ConfigDict, NonNegativeInt, PlainValidator


def _node(found: Any) -> NotebookNode:
    if not isinstance(found, dict):
        raise ValueError("not an object")
    try:
        node: NotebookNode = nbformat.from_dict(found)  # type: ignore[no-untyped-call]  # no types
    except RecursionError as error:
        raise ValueError("too deep") from error
    return node


def _output(found: Any) -> NotebookNode:
    node = _node(found)
    if not isinstance(node.get("output_type"), str):
        raise ValueError("not an output")
    return node


Node = Annotated[NotebookNode, PlainValidator(_node)]
Output = Annotated[NotebookNode, PlainValidator(_output)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Begins(_Message):
    """A cell begins, the one of this index."""

    begins: NonNegativeInt
    printed: list[NonNegativeInt]
    """The place in each stream's file behind which its words will stand."""


class Ended(_Message):
    """A cell has ended."""

    cell: NonNegativeInt
    outputs: list[Output]
    count: int | None
    execution: Node
    """When it began and ended, as nbclient writes it down."""
    others: dict[NonNegativeInt, list[Output]]
    """The outputs of other cells that it changed, by their indices."""
    failure: str
    """What made it fail; empty where nothing did."""


class Done(_Message):
    """All is told."""

    done: Literal[True]
    left: bool
    """Whether the notebook ended itself before its last cell."""
    widgets: Node | None
    language: Node


KINDS: Mapping[str, type[Begins | Ended | Done]] = {"begins": Begins, "cell": Ended, "done": Done}
"""By the key that only this kind of message has."""


def read(message: Mapping[str, Any]) -> Begins | Ended | Done:
    """Return what a message of `cells.run` says; ValueError for one that it does not send."""
    for key, kind in KINDS.items():
        if key in message:
            return kind.model_validate(message)
    raise ValueError("no message of ours")
