"""What somebody brings in for themselves: only what they could write on the page, and under their name."""

from __future__ import annotations

from dataclasses import replace

from cba_kit.model.values import EntryKind
from cba_kit.store.export_book import Book
from cba_kit.store.intake_parcel import Brought, Parcel

OWN: frozenset[EntryKind] = frozenset({"answer", "note", "rating", "action", "finding"})
"""Kinds that a person brings in; comments, votes and stages stay where they were given."""


def as_own(parcel: Parcel, book: Book, *, importer: str) -> Parcel:
    """Return what of a file `importer` brings into the workbook by themselves, with what is to be known.

    Nothing is removed by it, and nothing keeps another writer's name: that is for trainers. An entry keeps
    the fields that the file says nothing about.
    """
    here = {entry.id: entry for entry in book.entries}
    taken: list[Brought] = []
    others = kept = said = 0
    for each in parcel.brought:
        known = here.get(each.entry)
        if each.kind not in OWN:
            said += known is None and not each.removed
        elif each.removed:
            kept += known is not None and not known.removed
        else:
            others += known is None and each.origin is not None and each.origin.created_by != importer
            taken.append(replace(each, origin=None))
    remarks = [*parcel.remarks]
    if said:
        remarks.append(f"Comments, votes and settings of sessions stay where they were given: {said}.")
    if kept:
        remarks.append(f"Nothing is removed: {kept} that the file has as removed stay here.")
    if others:
        remarks.append(f"Others wrote {others} of the new ones; they come in under your name.")
    return Parcel(parcel.edition, False, True, taken, [*parcel.refused], remarks)
