"""CSV files: in whatever letters and with whatever separator they were written, they read back equal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.content.tables.delimited import decode
from cba_kit.programme.people import read

_SCRIPTS = {
    "utf-8": "aéżЖωçĦņı ’-",
    "utf-8-sig": "aéżЖωçĦņı ’-",
    "utf-16": "aéżЖωçĦņı ’-",
    "utf-16-le": "aéżЖωçĦņı ’-",
    "utf-16-be": "aéżЖωçĦņı ’-",
    "latin-1": "aéöçñÅß -",
    "cp1252": "aéöçñŠžß ’-",
}


@st.composite
def _files(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, str]]]:
    encoding = draw(st.sampled_from(sorted(_SCRIPTS)))
    letters = st.text(_SCRIPTS[encoding] + ',;"|', min_size=1, max_size=12)
    names = [" ".join(f"A{name}".split()) for name in draw(st.lists(letters, min_size=1, max_size=5))]
    assume(all(len(name.split(",")) == 1 for name in names))  # “surname, first name” is turned round
    people = [(name, f"p{number}@x.example") for number, name in enumerate(names)]
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=draw(st.sampled_from(",;\t|")),
        lineterminator=draw(st.sampled_from(("\r\n", "\n"))),
        quoting=draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
    )
    writer.writerow(("Name", "E-mail", "Role"))
    writer.writerows((name, email, "coach") for name, email in people)
    return text.getvalue().encode(encoding), people


@given(_files())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_reads_back_equal(
    tmp_path: Path, library: Library, file: tuple[bytes, list[tuple[str, str]]]
) -> None:
    raw, people = file
    path = tmp_path / "people.csv"
    path.write_bytes(raw)

    assert [(person.name, person.email) for person in read(path, library, "cba3")] == people


@pytest.mark.parametrize(
    ("raw", "text", "noted"),
    [
        ("Ilze Kalniņa".encode(), "Ilze Kalniņa", False),
        ("Ilze Kalniņa".encode("utf-8-sig"), "Ilze Kalniņa", False),
        ("Ilze Kalniņa".encode("utf-16"), "Ilze Kalniņa", False),
        ("Müller".encode("cp1252"), "Müller", True),
        (b"M\xfcller \x81", "Müller \x81", True),
    ],
)
def test_decode_says_when_it_had_to_guess(raw: bytes, text: str, noted: bool) -> None:
    decoded, notes = decode(raw)

    assert (decoded, bool(notes)) == (text, noted)
