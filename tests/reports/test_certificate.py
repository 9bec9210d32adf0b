"""The certificate: what the programme and the register say, and not a word more."""

from __future__ import annotations

import io
import re
import shutil

import pikepdf
import pytest
import segno
from pypdf import PdfReader

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.programme.certificates import certificate_code
from cba_kit.reports import certificate
from cba_kit.reports.html import page
from cba_kit.reports.pdf import pdf
from tests.reports.made_report import made, sections
from tests.reports.report_team import Team
from tests.reports.test_html import Outline


def test_certificate_says_who_took_part_in_what(team: Team, ilze: Person) -> None:
    found = sections(made(team, "certificate", person=ilze.id))["certificate"]["data"]

    assert (found["name"], found["cluster"]) == (
        "Ilze Kalniņa",
        "Baltic Timber & Wood Innovation Cluster, Latvia",
    )
    assert found["statement"] == (
        "took part, as a registered participant, in the 3rd Cluster Booster Academy."
    )
    assert [(fact["text"], fact["detail"]) for fact in found["facts"]] == [
        ("23 January 2024 to 12 March 2024", "5 days"),
        ("23 hours 15 minutes", "breaks not counted"),
        ("Online and Sofia, Bulgaria", ""),
    ]
    assert "Attendance at single sessions is not recorded" in found["says"]
    assert found["code"] == certificate_code(team.academy.secret(), ilze)


def test_certificate_before_the_last_day_says_so(team: Team, ilze: Person) -> None:
    """The academy of these tests plays the last day but one."""
    found = sections(made(team, "certificate", person=ilze.id))["certificate"]["data"]

    assert found["early"] == (
        "Prepared on 11 March 2024, before the last day. It becomes valid on 12 March 2024."
    )


def test_programme_lists_the_days_with_their_scheduled_time(team: Team, ilze: Person) -> None:
    found = sections(made(team, "certificate", person=ilze.id))["programme"]

    assert found["headline"] == "5 days, 21 sessions"
    assert [(row[1], row[2], row[4]) for row in found["data"]["table"]["rows"]] == [
        ("23 Jan 2024", "online", "4 h"),
        ("24 Jan 2024", "online", "4 h"),
        ("25 Jan 2024", "online", "4 h"),
        ("11 Mar 2024", "Sofia, Bulgaria", "6 h"),
        ("12 Mar 2024", "Sofia, Bulgaria", "5 h 15 min"),
        ("", "", "23 h 15 min"),
    ]


def test_only_participants_have_a_certificate(team: Team) -> None:
    with pytest.raises(NotFoundError, match="not a participant"):
        certificate.read(str(team.academy.folder), "anneli")


def test_certificate_as_html_is_one_file_with_one_title(team: Team, ilze: Person) -> None:
    text = page(made(team, "certificate", person=ilze.id), team.library)
    outline = Outline(text)

    assert (outline.addresses, outline.tags & {"script", "link", "img"}) == ([], set())
    assert outline.levels == [1, 2]
    assert (
        f"QR code with the academy's name and the code {certificate_code(team.academy.secret(), ilze)}"
        in (text.replace("&#39;", "'"))
    )


def test_certificate_as_pdf_is_two_tagged_landscape_pages(team: Team, ilze: Person) -> None:
    content, notes = pdf(made(team, "certificate", person=ilze.id), team.library)
    reader = PdfReader(io.BytesIO(content))

    assert notes == ()
    assert [
        (round(p.mediabox.width / 72 * 25.4), round(p.mediabox.height / 72 * 25.4)) for p in reader.pages
    ] == [(297, 210)] * 2
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of attendance for Ilze Kalniņa"
    assert certificate_code(team.academy.secret(), ilze) in reader.pages[0].extract_text()
    with pikepdf.open(io.BytesIO(content)) as file:
        kinds = [str(t.get("/S")) for t in file.objects if isinstance(t, pikepdf.Dictionary) and "/S" in t]
    assert {"/Figure", "/Table", "/TH"} <= set(kinds)


def test_hostile_names_stay_words_on_a_certificate(team: Team, hostile: Person) -> None:
    notebook = made(team, "certificate", person=hostile.id)

    assert "<b0bby>" not in page(notebook, team.library)
    assert pdf(notebook, team.library)[0].startswith(b"%PDF")


def test_the_qr_code_is_a_message_to_the_organiser_who_can_check_it(team: Team, ilze: Person) -> None:
    toml = team.academy.folder / "academy.toml"
    toml.write_text(f'contact = "ask@x.example"\n{toml.read_text(encoding="utf-8")}', encoding="utf-8")
    found = sections(made(team, "certificate", person=ilze.id))["certificate"]["data"]

    code = certificate_code(team.academy.secret(), ilze)
    told = segno.make(f"mailto:ask@x.example?subject=Certificate%20{code}", error="m", micro=False)
    dark = [sum(map(int, row)) for row in told.matrix]
    assert f'viewBox="0 0 {len(dark)} {len(dark)}"' in found["qr"]
    drawn = re.findall(r"h(\d+)", found["qr"])
    assert sum(map(int, drawn)) == sum(dark)
    assert found["qr_alt"] == f"QR code: a message to the organiser that asks about the code {code}"
    assert found["check"] == "To check this certificate, send the code to the organiser: ask@x.example."


def test_a_copy_under_another_name_has_a_look_of_its_own(team: Team, ilze: Person) -> None:
    own = team.academy.templates / "reports/diploma"
    shutil.copytree(team.library.find("reports/certificate/report.yaml").parent, own)
    (own / "html/kinds/cover.html.j2").write_text("<h1>Diploma of {{ s.data.name }}</h1>", encoding="utf-8")

    shown = certificate.read(str(team.academy.folder), ilze.id, look="diploma").certificate()

    assert "<h1>Diploma of Ilze Kalniņa</h1>" in shown._repr_mimebundle_()["text/html"]
    assert shown.document.report == "diploma"
