"""Every mistake in a template is told with file, line, what is wrong and the fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import ContentError

Spoil = Callable[[str, str, str], int]

LEAN, CBA3 = "canvases/lean.yaml", "editions/cba3.yaml"
KNOWN = (
    "Known: action_plan, business_model, challenges, cluster_model, environment_layer, funding_mix, lean, "
    "megatrends, mission_model, needs, profile, self_assessment, service_portfolio, social_layer, "
    "stakeholder_map, strategy, swot, tows, value_proposition."
)
SHEET_KEYS = (
    "key, title, short, purpose, start, credit, language, minutes, kind, areas, blocks, meanings, columns, "
    "parts_from, enough"
)
OFFERED = "profile, strategy, needs, challenges, business_model, value_proposition, megatrends, action_plan"

MISTAKES = {
    "unknown key": (
        *(LEAN, "title: Lean canvas for a new service", "titel: Lean canvas"),
        "The key “titel” is not known.",
        f"Did you mean “title”? Known: {SHEET_KEYS}.",
    ),
    "unknown key deep inside": (
        *(LEAN, "questions:\n      - What is the smallest", "question:\n      - What is the smallest"),
        "The key “question” in blocks 4 is not known.",
        "Did you mean “questions”? Known: key, title, short, questions, example.",
    ),
    "missing key": (
        *(
            LEAN,
            "- key: solution\n    title: Solution\n    short: Solution",
            "- key: solution\n    title: Solution",
        ),
        "The key “short” in blocks 4 is missing.",
        "Add “short: …” here.",
    ),
    "word for a number": (
        *(LEAN, "minutes: 40", "minutes: forty"),
        "“minutes” should be a whole number: “forty”.",
        "Write digits only, without quotes.",
    ),
    "nothing after a key": (
        *(LEAN, "minutes: 40", "minutes:"),
        "“minutes” should be a whole number: nothing stands here.",
        "Write digits only, without quotes.",
    ),
    "number for a text": (
        *(LEAN, "title: Lean canvas for a new service", "title: 12"),
        "“title” should be text: “12”.",
        "Put it in quotes.",
    ),
    "unknown word": (
        *(LEAN, "{key: risk, label: At risk, tint: risk}", "{key: risk, label: At risk, tint: rsk}"),
        "“meanings 3 › tint” has a word that is not known: “rsk”.",
        "Did you mean “risk”? Known: today, wish, risk, ask.",
    ),
    "no key": (
        *(LEAN, "- key: solution", "- key: Solution A"),
        "“blocks 4 › key” is not a key: “Solution A”.",
        "Use small letters a to z, digits and _, and start with a letter: lab_visit.",
    ),
    "block in areas that does not exist": (
        *(LEAN, "problem problem key_metrics", "problem problm key_metrics"),
        "areas name a block that does not exist: “problm”.",
        "Correct this line, or the one it refers to.",
    ),
    "areas of unequal length": (
        *(LEAN, "areas:\n  - problem problem", "areas:\n  - problem"),
        "every line of areas needs the same number of words.",
        "Correct this line, or the one it refers to.",
    ),
    "sector that does not exist": (
        *("trends/megatrends.yaml", "sector: political", "sector: politics"),
        "trend 4: the sector “politics” does not exist.",
        "Correct this line, or the one it refers to.",
    ),
    "question key used twice": (
        *("forms/profile.yaml", "- key: legal_form", "- key: founded"),
        "each question needs a key of its own; used twice: “founded”.",
        "Correct this line, or the one it refers to.",
    ),
    "list that does not exist": (
        *("forms/profile.yaml", "list: countries", "list: country"),
        "“parts 1 › questions 4 › list” has a word that is not known: “country”.",
        "Did you mean “countries”? Known: ecosystems, countries.",
    ),
    "one word of a pair": (
        *("trends/megatrends.yaml", "ends: [threat, opportunity]", "ends: [threat]"),
        "“scales 2 › ends” has too few items.",
        "Write two items.",
    ),
    "word beside the scale": (
        *(
            "trends/megatrends.yaml",
            "      5: changes our business model",
            "      6: changes our business model",
        ),
        "“scales 1 › words › 6” is not on the scale.",
        "Values of this scale: 1 to 5.",
    ),
    "trend number used twice": (
        *("trends/megatrends.yaml", "    number: 2\n", "    number: 1\n"),
        "“trends 2 › number” stands on another trend too.",
        "Number each once.",
    ),
    "horizons out of order": (
        *("plans/action_plan.yaml", "short: 3 years, days: 1095", "short: 3 years, days: 300"),
        "“horizons 3 › days” is not later than the one above.",
        "Order them by days.",
    ),
    "unknown sheet in an edition": (
        *(CBA3, "  - business_model\n", "  - busines_model\n"),
        "There is no sheet “busines_model”.",
        "Did you mean “business_model”? " + KNOWN,
    ),
    "unknown sheet of groups": (
        *(CBA3, "  - value_proposition\n\n", "  - value_propositon\n\n"),
        "There is no sheet “value_propositon”.",
        "Did you mean “value_proposition”? " + KNOWN,
    ),
    "group sheets that are no list": (
        *(
            CBA3,
            "group_sheets:\n  - business_model\n  - value_proposition\n",
            "group_sheets: business_model\n",
        ),
        "“group_sheets” should be a list: “business_model”.",
        "Start each item on a new line with a dash and a space.",
    ),
    "sheet of a session that is not in the edition": (
        *(CBA3, "sheet: megatrends", "sheet: swot"),
        "“days 3 › sessions 2 › sheet” names the sheet “swot”, which is not among this edition's sheets.",
        f"Add it to sheets, which has: {OFFERED}.",
    ),
    "sheet of homework that is misspelt": (
        *(CBA3, "sheet: profile", "sheet: profil"),
        "“homework 1 › sheet” names the sheet “profil”, which is not among this edition's sheets.",
        f"Did you mean “profile”? Or add it to sheets, which has: {OFFERED}.",
    ),
    "date of another country": (
        *(CBA3, "date: 2024-01-23", "date: 23.01.2024"),
        "“days 1 › date” is not a date: “23.01.2024”.",
        "Write a date as 2024-03-11.",
    ),
    "time in words": (
        *(CBA3, 'start: "10:00"', "start: ten"),
        "“days 1 › sessions 1 › start” is not a time: “ten”.",
        "Write a time as 09:30.",
    ),
    "neither true nor false": (
        *(CBA3, "online: true", "online: perhaps"),
        "“days 1 › online” should be true or false: “perhaps”.",
        "Write true or false.",
    ),
    "speaker who is not listed": (
        *(CBA3, "speakers: [Arild Kristensen]", "speakers: [Arild Kristenssen]"),
        "day 3: “Arild Kristenssen” is not among the speakers.",
        "Correct this line, or the one it refers to.",
    ),
    "zone that does not exist": (
        *(CBA3, "timezone: Europe/Sofia", "timezone: Sofia"),
        "“days 4 › timezone” is not a time zone: “Sofia”.",
        "Use an IANA name such as Europe/Sofia.",
    ),
    "not a colour": (
        *(CBA3, 'dark: "#7FCAD5"', "dark: teal"),
        "In brand › dark: a colour is written like #0B5563.",
        "Correct this line, or the one it refers to.",
    ),
    "weak light accent": (
        *(CBA3, 'light: "#0B5563"', 'light: "#5E98A3"'),
        "The light accent #5E98A3 is too weak to read on the light pages (under 4.5:1).",
        "The nearest shade that passes: #4A7881.",
    ),
    "weak dark accent": (
        *(CBA3, 'dark: "#7FCAD5"', 'dark: "#24572F"'),
        "The dark accent #24572F is too weak to read on the dark pages (under 4.5:1).",
        "The nearest shade that passes: #3E9751.",
    ),
    "unknown level of an indicator": (
        *("kpis.yaml", "level: input", "level: inputs"),
        "“row 1 › level” has a word that is not known: “inputs”.",
        "Did you mean “input”? Known: input, activity, output, outcome, impact.",
    ),
    "indicator key used twice": (
        *("kpis.yaml", "- key: budget", "- key: staff_fte"),
        "“row 2” has the name “staff_fte”, which stands above too.",
        "Give each row a name of its own.",
    ),
    "key that stands there twice": (
        *(LEAN, "minutes: 40", "title: Again"),
        "The key “title” stands here a second time.",
        "Keep one of the two.",
    ),
    "colon in a text": (
        *(LEAN, "title: Lean canvas for a new service", "title: Lean canvas: a new service"),
        "This is not readable as YAML: mapping values are not allowed in this context.",
        "Indent with the lines above, and put text with a colon in quotes.",
    ),
    "tab": (
        *(LEAN, "minutes: 40", "\tminutes: 40"),
        "This is not readable as YAML: found character '\\t' that cannot start any token.",
        "Indent with spaces, and put text that starts with this sign in quotes.",
    ),
    "quote that is not closed": (
        *(LEAN, "title: Lean canvas for a new service", "title: 'Lean canvas for a new service"),
        "This is not readable as YAML: found unexpected end of stream.",
        "Close the quote that was opened here.",
    ),
    "colon that is missing": (
        *(LEAN, "minutes: 40", "minutes 40"),
        "This is not readable as YAML: could not find expected ':'.",
        "Write a colon and a space after the key.",
    ),
    "line that is indented less": (
        *(LEAN, "  - {key: risk, label: At risk", " - {key: risk, label: At risk"),
        "This is not readable as YAML: did not find expected key.",
        "Indent this line like its neighbours.",
    ),
    "tag": (
        *(LEAN, "minutes: 40", "minutes: !!int 40"),
        "“!!int” is a YAML tag, which templates do not have.",
        "Put text that starts with an exclamation mark in quotes.",
    ),
    "star": (
        *(LEAN, "title: Lean canvas for a new service", "title: *lean"),
        "“*lean” stands for nothing above.",
        "Put text that starts with a star in quotes.",
    ),
    "day that no calendar has": (
        *(CBA3, "date: 2024-01-23", "date: 2024-02-30"),
        "“days 1 › date” is not a date: “2024-02-30”.",
        "Write a date as 2024-03-11.",
    ),
    "key of another name": (
        *(LEAN, "title: Lean canvas for a new service", "key: leen\ntitle: Lean canvas"),
        "The key “leen” differs from the file's name.",
        "Remove this line: the file's name is the key.",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistake_is_told_with_line_and_fix(kind: str, own: Path, spoil: Spoil) -> None:
    relative, old, new, what, fix = MISTAKES[kind]
    line = spoil(relative, old, new)

    told = [(fault.where, fault.what, fault.fix) for fault in Library(own).check()]

    assert told == [(f"templates/{relative}:{line}", what, fix)]


def test_all_mistakes_of_a_file_are_told_in_order(own: Path) -> None:
    (own / "canvases").mkdir()
    (own / "canvases" / "two.yaml").write_text(
        "title: Two\nshort: Two\npurpos: A sheet\nstart: Begin\nminutes: x\nareas: [a]\nblocks: []\n",
        encoding="utf-8",
    )

    assert [(fault.where, fault.what) for fault in Library(own).check()] == [
        ("templates/canvases/two.yaml:3", "The key “purpos” is not known."),
        ("templates/canvases/two.yaml:5", "“minutes” should be a whole number: “x”."),
        ("templates/canvases/two.yaml:7", "“blocks” has too few items."),
    ]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"", 1, "The file is empty."),
        (b"# only a comment\n", 1, "The file is empty."),
        (b"- a list\n", 1, "The file should have keys and values below it."),
        (b"title: Caf\xe9\n", 1, "A letter here cannot be read."),
        (b"a: 1\n\xff\n", 2, "A letter here cannot be read."),
        (b"title: A\n---\ntitle: B\n", 2, "A second document starts here."),
        (b"title: [a, b\nshort: c\n", 2, "This is not readable as YAML: did not find expected ',' or ']'."),
        (b"title: a\nshort: [b\n\n", 2, "This is not readable as YAML: did not find expected ',' or ']'."),
        (b"title: a\n'short: c\n\n", 2, "This is not readable as YAML: found unexpected end of stream."),
        (
            *(b"title: !!python/object:os.system x\n", 1),
            "“!!python/object:os.system” is a YAML tag, which templates do not have.",
        ),
        (
            *("title: é\nshort: \x07\n".encode(), 2),
            "This is not readable as YAML: control characters are not allowed.",
        ),
        (b"title: A\n: B\n", 2, "This is not readable as YAML: did not find expected key."),
        (b"title: A\n[short, long]: B\n", 2, "A key should be a word."),
        (b"title: A\n~: B\n", 2, "A key should be a word."),
        (b"title: A\n<<: short\n", 2, "“<<” should name keys and values."),
        (b"[" * 1500, 1, "Too many lists stand inside each other."),
    ],
)
def test_file_that_is_no_template_is_told(content: bytes, line: int, what: str, own: Path) -> None:
    (own / "canvases").mkdir()
    (own / "canvases" / "odd.yaml").write_bytes(content)

    told = [(fault.where, fault.what) for fault in Library(own).check()]

    assert told == [(f"templates/canvases/odd.yaml:{line}", what)]
    with pytest.raises(ContentError):
        Library(own).sheet("odd")


def test_byte_order_mark_and_windows_line_ends_do_no_harm(own: Path) -> None:
    (own / "kpis.yaml").write_bytes(
        b"\xef\xbb\xbf- key: a\r\n  name: A\r\n  level: input\r\n  definition: D\r\n  unit: U\r\n"
        b"  source: S\r\n  rhythm: R\r\n"
    )

    assert [kpi.name for kpi in Library(own).kpis()] == ["A"]


def test_file_name_that_cannot_be_a_key_is_told(own: Path, spoil: Spoil) -> None:
    spoil("canvases/lean.yaml", "minutes: 40", "minutes: 41")
    (own / "canvases" / "lean.yaml").rename(own / "canvases" / "My Lean-Canvas.yaml")

    assert [(fault.where, fault.what, fault.fix) for fault in Library(own).check()] == [
        (
            "templates/canvases/My Lean-Canvas.yaml:8",
            "A template cannot be called “My Lean-Canvas”.",
            "Rename the file with small letters, digits and _: “my_lean_canvas.yaml”.",
        )
    ]


def test_files_that_nobody_reads_are_told(own: Path) -> None:
    (own / "canvas").mkdir()
    (own / "forms").mkdir()
    (own / "forms" / "more.yml").write_text("title: x", encoding="utf-8")

    assert [(fault.where, fault.what, fault.fix) for fault in Library(own).check()] == [
        ("templates/canvas:1", "This folder is not read.", "Did you mean “canvases”?"),
        (
            "templates/forms/more.yml:1",
            "This file is not read: its name ends in .yml.",
            "Rename it to more.yaml.",
        ),
    ]


def test_two_sheets_of_one_key_are_told(own: Path, spoil: Spoil) -> None:
    spoil("forms/needs.yaml", "minutes: 60", "minutes: 61")
    spoil("canvases/lean.yaml", "minutes: 40", "minutes: 41")
    (own / "canvases" / "lean.yaml").rename(own / "canvases" / "needs.yaml")

    assert [(fault.where, fault.what) for fault in Library(own).check()] == [
        ("templates/canvases/needs.yaml:1", "There is another sheet “needs”, in forms.")
    ]
