"""Plain words mean what they mean in YAML 1.2, so that an edit in a template has no surprise."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError
from ruamel.yaml.nodes import ScalarNode

from cba_kit.content.scalar import Scalar, meaning

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **{"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False},
    **{word: word for word in ("no", "yes", "on", "off", "y", "n", "No", "ON", "tRue", "nULL", "<<", "=")},
    **{"0": 0, "-0": 0, "7": 7, "+7": 7, "-12": -12, "012": 12, "09": 9, "1_000": 1000, "1__0": 10},
    **{"0o7": 7, "0b101": 5, "0x1F": 31, "-0x1f": -31, "0o8": "0o8", "0X1F": "0X1F", "0x": "0x"},
    **{"1.5": 1.5, "1.": 1.0, ".5": 0.5, "-.5": -0.5, "1e5": 1e5, "1.5E-3": 0.0015, "1_000.5": 1000.5},
    **{".inf": float("inf"), "-.INF": float("-inf"), "inf": "inf", "nan": "nan"},
    **{word: word for word in ("12:30:00", "12:30", "09:30", "1:30.5")},
    **{word: word for word in ("-", "+", ".", "-_1", "+_", "_1", "1.2.3", "1,000", "5%", "+359 2", "1-2")},
    **{"2024-03-11": date(2024, 3, 11), "2024-3-11": "2024-3-11", "11.03.2024": "11.03.2024"},
    **{"2024-02-30": "2024-02-30", "2024-13-01": "2024-13-01", "9" * 5000: "9" * 5000},
    **dict.fromkeys(("2024-03-11 10:30:00", "2024-03-11T10:30:00"), datetime(2024, 3, 11, 10, 30)),  # noqa: DTZ001
    "2024-03-11T10:30:00Z": datetime(2024, 3, 11, 10, 30, tzinfo=UTC),
    "2024-03-11T10:30": "2024-03-11T10:30",
}


@pytest.mark.parametrize("word", WORDS)
def test_word_means(word: str) -> None:
    found = meaning(word)

    assert (type(found), found) == (type(WORDS[word]), WORDS[word])


signs = st.text(st.sampled_from("0123456789+-.:_eEoxbTZ "), max_size=10)
letters = st.text(st.sampled_from("truefalsnoyinfTFNOY~.=<"), max_size=5)
days = st.from_regex(r"[12]\d{3}-[01]\d-[0-3]\d([T ][012]\d:[0-5]\d(:[0-5]\d)?)?", fullmatch=True)


@given(st.one_of(signs, letters, days).map(str.strip))
def test_word_means_what_another_reader_says(word: str) -> None:
    """The reader that writes the demo edition knows YAML 1.2 too; it is ten times slower."""
    assume(not re.match(r"[-+]?[.]?_", word))  # it takes -_1 for a number

    found, other = meaning(word), told_by_another(word)

    assert (type(found), repr(found)) == (type(other), repr(other))


def told_by_another(word: str) -> object:
    """What it calls a mistake (a 13th month, a number without digits) stays text."""
    yaml = YAML(typ="safe", pure=True)
    tag = yaml.resolver.resolve(ScalarNode, word, (True, False))
    try:
        return yaml.constructor.construct_object(ScalarNode(tag, word), deep=True)
    except (ValueError, ConstructorError):
        return word
