"""Words of the interface: several files, several languages, and English where one is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.errors import ContentError

SHIPPED = Library()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_words_have_dotted_keys() -> None:
    assert SHIPPED.texts()["status.saved"] == "Saved {time}"
    assert SHIPPED.texts()["status.no_connection"] == "No connection since {time}. Go on writing."
    assert SHIPPED.texts()["status.kept"] == "{n} changes are kept on this device"
    assert SHIPPED.texts()["status.kept_one"] == "1 change is kept on this device"


def test_files_of_a_language_are_merged(own: Path) -> None:
    write(own / "texts" / "fr.yaml", "status:\n  try_now: Essayer\n")
    write(own / "texts" / "fr" / "board.yaml", "app:\n  close: Fermer\n")
    library = Library(own)

    assert library.texts("fr") == SHIPPED.texts() | {"status.try_now": "Essayer", "app.close": "Fermer"}
    assert library.languages() == ["en", "fr"]
    assert library.check() == []


def test_own_words_replace_single_words(own: Path) -> None:
    write(own / "texts" / "en.yaml", "status:\n  try_now: Try again\n")

    assert Library(own).texts() == SHIPPED.texts() | {"status.try_now": "Try again"}


@pytest.mark.parametrize("language", ["xx", "../editions", "*", "", "en"])
def test_unknown_language_is_english(language: str) -> None:
    assert Library().texts(language) == SHIPPED.texts()


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")))


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Make the content of de.yaml the German words; English is read once for all examples."""
    folder = tmp_path_factory.mktemp("templates")
    library, stamps = Library(folder), count(1)

    def read(content: str) -> dict[str, str]:
        path = folder / "texts" / "de.yaml"
        write(path, content)
        os.utime(path, ns=(0, next(stamps)))
        return library.texts("de")

    return read


@settings(deadline=None)  # the first example reads all English words
@given(translated=st.dictionaries(st.sampled_from(sorted(SHIPPED.texts())), words))
def test_every_word_is_the_translation_or_english(
    translated: dict[str, str], german: Callable[[str], dict[str, str]]
) -> None:
    nested: dict[str, Any] = {}
    for key, word in translated.items():
        *groups, last = key.split(".")
        level = nested
        for group in groups:
            level = level.setdefault(group, {})
        level[last] = word

    assert german(json.dumps(nested, ensure_ascii=False)) == SHIPPED.texts() | translated


def test_mistakes_in_a_translation_are_told(own: Path) -> None:
    write(
        own / "texts" / "fr.yaml",
        "status:\n  savd: Gardé\n  saved: Gardé\n  kept: '{n} changements'\n  opening: 3\n",
    )
    write(own / "texts" / "it.yaml", "status:\n  savd: Salvato\n  saved: Salvato {tempo}\n")

    assert [(fault.where, fault.what, fault.fix) for fault in Library(own).check()] == [
        ("templates/texts/fr.yaml:5", "“status › opening” should be text.", "Put it in quotes."),
        (
            "templates/texts/it.yaml:2",
            "The text “status.savd” does not exist in English.",
            "Did you mean “status.saved”?",
        ),
        (
            "templates/texts/it.yaml:3",
            "The text “status.saved” names other values than the English one.",
            "Values in curly brackets: {time}.",
        ),
    ]
    with pytest.raises(ContentError):
        Library(own).texts("fr")


def test_word_in_two_files_is_told(own: Path) -> None:
    write(own / "texts" / "fr.yaml", "app:\n  close: Fermer\n")
    write(own / "texts" / "fr" / "a.yaml", "app:\n\n  close: Clore\n")

    assert [(fault.where, fault.what) for fault in Library(own).check()] == [
        ("templates/texts/fr/a.yaml:3", "The text “app.close” stands in another file of this language too.")
    ]


def test_list_of_words_is_told(own: Path) -> None:
    write(own / "texts" / "fr.yaml", "- Fermer\n")

    assert [str(fault) for fault in Library(own).check()] == [
        "templates/texts/fr.yaml:1: The file should hold keys and words. Write “key: word”."
    ]
