"""Wording: a report's words in one language, and those that a copy under another name says differently."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.content.source import read_source
from cba_kit.content.texts import ENGLISH, compare, flatten
from cba_kit.errors import NotFoundError
from cba_kit.reports.words import Words


def wording(library: Library, report: str, *, look: str, language: str) -> Words:
    """Return the words of `report` for a document that is drawn with `look`.

    A copy's own words stand in templates/reports/LOOK/words/LANGUAGE.yaml (else words/en.yaml), without the
    report's name before them; they come before those in texts/. Raises ContentError with file and line for
    a word that the report does not have.
    """
    texts = library.texts(language)
    return Words(texts | _own(library, report, look, language, texts), report)


def _own(library: Library, report: str, look: str, language: str, texts: dict[str, str]) -> dict[str, str]:
    root = f"{report}."
    for name in dict.fromkeys((language, ENGLISH)):
        file = f"reports/{look}/words/{name}.yaml"
        try:
            path = library.find(file)
        except NotFoundError:  # most reports say what texts/ say
            continue
        source = read_source(path, f"templates/{file}")
        known = {key.removeprefix(root): text for key, text in texts.items() if key.startswith(root)}
        words = flatten(source)
        for fault in compare(source, known):
            raise fault
        return {root + key: text for key, text in words.items()}
    return {}
