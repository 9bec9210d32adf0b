"""Verdict: tells a leak from what a document may hold, once something suspect was found in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from cba_kit.config import Academy, shipped
from cba_kit.content import Library
from cba_kit.model.edition import Edition
from cba_kit.programme.documents.catalogue import Subject, notebook_of
from cba_kit.reports import phrases
from cba_kit.reports.leaks import Suspect, What
from cba_kit.reports.look import PLAIN, SHARED
from cba_kit.reports.phrases import strings
from cba_kit.store import Store
from cba_kit.store.cohort import ever_written, writers, written_in

_SAID: Mapping[What, str] = {"words": "words", "name": "the name", "mail": "the e-mail address"}


class Judge:
    """Tells leaks from what a document may hold. One for a batch; may be asked from several threads."""

    def __init__(
        self, academy: Academy, store: Store, library: Library, *, edition: Edition, report: str
    ) -> None:
        self._academy = academy
        self._store = store
        self._library = library
        self._edition = edition
        self._report = report
        self._said: dict[str, phrases.Numbers] = {}

    def verdict(self, subject: Subject, suspects: Sequence[Suspect]) -> str:
        """Return why a document must not be published, in words without a word of it; empty when it may."""
        left = self._without(suspects, lambda: phrases.all_runs(self._own(subject)))
        left = self._without(left, lambda: self._templates(subject))
        if not left:
            return ""
        first = left[0]
        owner = "a group" if first.owner.startswith("group:") else f"another participant ({first.owner})"
        place = f", in {first.where}" if first.where else ""
        more = f" There are more such places: {len(left) - 1}." if len(left) > 1 else ""
        return f"Not published: it holds {_SAID[first.what]} of {owner}{place}.{more}"

    @staticmethod
    def _without(suspects: Sequence[Suspect], allowed: Callable[[], phrases.Numbers]) -> Sequence[Suspect]:
        if not suspects:
            return suspects
        numbers = np.array([suspect.number for suspect in suspects], np.uint64)
        leaks = ~np.isin(numbers, allowed())
        return [suspect for suspect, leak in zip(suspects, leaks.tolist(), strict=True) if leak]

    def _own(self, subject: Subject) -> list[str]:
        """Return all that the person, and others for the person, wrote; nothing for other subjects."""
        person = subject.person
        if person is None:
            return []
        with self._store.reading():
            found = [text for fields in ever_written(self._store, person.id) for text in strings(fields)]
            found += writers(self._store, person.id)
            if person.coach:
                found.append(self._store.people.person(person.coach).name)
            if person.group_id:
                group = {person.group_id}
                for _, fields in written_in(self._store, person.edition, group):
                    found += strings(fields)
        return [*found, *strings(person.model_dump(mode="json"))]

    def _templates(self, subject: Subject) -> phrases.Numbers:
        """Return the runs of all that the templates and the interface say, read once a language."""
        language = subject.person.language if subject.person else ""
        key = f"{language} {subject.notebook or ''}"
        if key not in self._said:
            self._said[key] = np.unique(phrases.all_runs(self._templates_say(subject, language)))
        return self._said[key]

    def _templates_say(self, subject: Subject, language: str) -> Iterator[str]:
        library = self._library
        yield from library.texts(language or self._academy.settings.language).values()
        sheets = [*library.sheets(self._edition).values(), *library.group_sheets(self._edition).values()]
        lists = (*library.ecosystems(), *library.countries(), *library.kpis())
        for value in (self._edition, self._academy.settings, *sheets, *lists):
            yield from strings(value.model_dump(mode="json"))
        for notebook in (notebook_of(library, self._report), subject.notebook):
            if notebook is not None:
                cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
                yield from ("".join(cell["source"]) for cell in cells)
        for root in (self._academy.templates, shipped("templates")):
            for name in (self._report, PLAIN, SHARED):
                for path in (root / "reports" / name).rglob("*"):
                    if path.suffix in (".j2", ".typ", ".yaml"):
                        yield path.read_text(encoding="utf-8")
