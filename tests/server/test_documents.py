"""Reports and downloads: complete, strict, and never a file from elsewhere."""

from __future__ import annotations

import json

import pytest

from .serving import Browser, Served


def test_a_report_opens_in_the_browser_and_may_run_nothing(served: Served) -> None:
    answer = served.open("ann").ask("/reports/now/roadmap/ann.html")
    assert (answer.status, answer.body) == (200, b"<h1>Roadmap of Ann</h1>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not any(rule.startswith("script-src") for rule in policy)


def test_a_pdf_has_a_name_that_says_whose_it_is(served: Served) -> None:
    answer = served.open("cora").ask("/reports/now/roadmap/ann.pdf")
    assert answer.body == b"%PDF of Ann"
    assert answer.headers["Content-Disposition"] == 'inline; filename="roadmap-ann.pdf"'


def test_a_report_that_was_not_rendered_is_missing(served: Served) -> None:
    theo = served.open("theo")
    assert [
        theo.ask(f"/reports/{path}").status for path in ("now/roadmap/bob.pdf", "past/roadmap/ann.pdf")
    ] == [
        404,
        404,
    ]


def test_who_takes_part_cannot_be_found_out(served: Served) -> None:
    ann = served.open("ann")
    told = {name: ann.ask(f"/download/{name}.json") for name in ("bob", "late", "no-such-person")}
    assert {(answer.status, answer.title) for answer in told.values()} == {(403, "You may not open this")}


def test_no_path_leads_out_of_the_output_folder(served: Served) -> None:
    (served.academy.output / "ann.html").write_text("outside")
    for browser in (served.open("ann"), served.open("theo"), Browser(served.url)):
        for path in (
            "/reports/now/../ann.html",
            "/reports/../output/ann.html",
            "/reports/now/%2e%2e/ann.html",
            "/reports/now/roadmap/..%2f..%2fann.html",
            "/reports/now/roadmap/../../../academy.toml",
            "/download/..%2f..%2facademy.json",
            "/voila/static/../../../../../etc/passwd",
            "/voila/static/%2e%2e/app.py",
            "/voila/labextensions/..%2f..%2f..%2fpyvenv.cfg",
            "/voila/templates/lab/static/../../../../../pyvenv.cfg",
            "/voila/templates/../static/x",
        ):
            answer = browser.ask(path)
            assert answer.status in (403, 404), path
            assert not {"outside", 'Test Academy"', "root:", "home ="} & set(answer.text.split("\n")), path


def test_a_download_has_the_persons_words_and_is_logged_without_them(served: Served) -> None:
    answer = served.open("cora").ask("/download/ann.json")
    told = json.loads(answer.body)
    assert [entry["fields"] for entry in told["entries"]] == [{"text": "Mine"}]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="workbook-ann.json"'
    assert served.logs("cba_kit.audit:download person=cora of=ann form=json")
    assert "Mine" not in served.log


def test_a_spreadsheet_comes_as_one(served: Served) -> None:
    answer = served.open("ann").ask("/download/ann.xlsx")
    assert answer.body[:2] == b"PK"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="workbook-ann.xlsx"'


SHEET = "/download/ann/business_model"


@pytest.mark.parametrize(
    ("form", "kind", "words"),
    [
        ("csv", "text/csv; charset=utf-8", "Channels,Mine,Today"),
        ("md", "text/markdown; charset=utf-8", "## Channels\n\n- Mine\n"),
        ("svg", "image/svg+xml", ">Mine</text>"),
        ("json", "application/json; charset=utf-8", '"text": "Mine"'),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
    ],
)
def test_a_sheet_comes_as_each_kind_of_file(served: Served, form: str, kind: str, words: str) -> None:
    """To save, so that nothing of it runs; for the person and for the coach."""
    for name in ("ann", "cora", "theo"):
        answer = served.open(name).ask(f"{SHEET}.{form}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="business_model-ann.{form}"'
        assert words.encode() in answer.body
    assert served.logs(f"cba_kit.audit:download person=cora of=ann sheet=business_model form={form}")
    assert "Mine" not in served.log


def test_a_sheet_is_for_those_who_may_read_the_workbook(served: Served) -> None:
    refused = {name: served.open(name).ask(f"{SHEET}.csv").status for name in ("bob", "otto", "both")}
    assert set(refused.values()) == {403}
    assert Browser(served.url).ask(f"{SHEET}.csv").status == 403
    ann = served.open("ann")
    for book in ("bob", "nobody", "late", "group:none", "plenary:now"):
        assert ann.ask(f"/download/{book}/business_model.csv").status == 403, book
    assert served.logs("cba_kit.audit:refused person=bob of=ann")


@pytest.mark.parametrize(
    "path", ["swot.csv", "chess.json", "strategy.svg", "business_model.pdf", "business_model.html", "..csv"]
)
def test_a_file_that_a_sheet_does_not_have_is_missing(served: Served, path: str) -> None:
    assert served.open("ann").ask(f"/download/ann/{path}").status == 404
