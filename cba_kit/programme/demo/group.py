"""The demo's breakout groups: one canvas that several people wrote."""

from __future__ import annotations

from random import Random

from cba_kit.model.people import Group
from cba_kit.programme.demo.board import MODEL
from cba_kit.programme.demo.material import Material
from cba_kit.programme.demo.stroke import Pen, Place, Stroke, moment

DAY = "2024-01-24"


def group_strokes(group: Group, material: Material, seed: int) -> list[Stroke]:
    """Return what the members of a group wrote on their canvas, each with their own hand."""
    pen = Pen(group.id, Random(f"{seed}:group:{group.name}"))  # noqa: S311 -- no secret
    for position, note in enumerate(material.groups.get(group.name, ()), start=1):
        fields = {"text": note.text, "meaning": note.meaning, "position": position}
        pen.put(moment(f"{DAY} {note.at}"), Place(MODEL, "note", note.block), fields, by=note.by)
    return pen.strokes
