"""Static files: kept for ever by browsers, sent small, and nothing but what was meant to be sent."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.server import statics as module
from cba_kit.server.statics import File, Statics

from .serving import Browser, Served

WORDS = "const words = 'many of them, again and again';\n" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file to be sent, and one beside it that is nobody's business."""
    (tmp_path / "public/deep").mkdir(parents=True)
    (tmp_path / "public/deep/a.js").write_text(WORDS)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "public/link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "public"


def found(statics: Statics, path: str) -> File | None:
    return asyncio.run(statics.file(path))


def test_a_file_is_found_in_the_first_folder_of_its_kind_that_has_it(folder: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "b.css").write_text("p {}")
    statics = Statics("/", {"static": [first, folder], "ext/x": [folder]})
    for path, content in (("static/b.css", "p {}"), ("static/deep/a.js", WORDS), ("ext/x/deep/a.js", WORDS)):
        file = found(statics, path)
        assert file is not None
        assert file.plain.decode() == content


def test_nothing_else_is_found(folder: Path) -> None:
    statics = Statics("/", {"static": [folder]}, {"own.js": b"own"})
    for path in (
        *("", "static", "static/", "static/deep", "static/deep/", "other/a.js", "deep/a.js", "own.js/x"),
        *(
            "static/../secret.txt",
            "static/deep/../../secret.txt",
            f"static/{folder.parent}/secret.txt",
            "/etc/passwd",
        ),
        *("static//etc/passwd", "static/link.txt", "static/a\0.js", "static/%2e%2e/secret.txt"),
    ):
        assert found(statics, path) is None, path


def test_what_shrinks_is_kept_small_and_what_does_not_stays_as_it_is() -> None:
    small = File.of("a.js", WORDS.encode())
    assert (small.kind, small.plain.decode()) == ("text/javascript; charset=utf-8", WORDS)
    assert small.small is not None
    assert gzip.decompress(small.small).decode() == WORDS
    assert len(small.small) < len(small.plain) / 4
    assert File.of("a.png", bytes(range(256))).small is None


def test_a_text_has_an_address_made_of_its_content(folder: Path) -> None:
    statics = Statics("/cba/", {"static": [folder]})
    first, again, other = statics.put("one", ".js"), statics.put("one", ".js"), statics.put("two", ".js")
    assert first == again != other
    assert first is not None
    assert first.startswith(f"/cba/v/{statics.version}/")
    file = found(statics, first.removeprefix(statics.prefix))
    assert file is not None
    assert file.plain == b"one"


def test_texts_without_end_do_not_fill_the_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    statics = Statics("/", {"static": [folder]})
    first = statics.put("12345678", ".json")
    assert first is not None
    assert statics.put("abcdefgh", ".json") is None
    assert statics.put("12345678", ".json") == first


def test_the_version_follows_from_every_file_and_from_nothing_else(folder: Path, tmp_path: Path) -> None:
    def version(**own: bytes) -> str:
        return Statics("/", {"static": [folder]}, own or {"own": b"1"}).version

    before = version()
    assert version() == before
    assert version(own=b"2") != before
    (folder / "deep/a.js").write_text(WORDS.replace("again", "AGAIN"))
    changed = version()
    assert changed != before
    (folder / "new.js").write_text("")
    assert version() not in (before, changed)
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    assert Statics("/", {"static": [elsewhere]}, {"own": b"1"}).version == version_of(elsewhere)


def version_of(place: Path) -> str:
    return Statics("/", {"static": [place]}, {"own": b"1"}).version


def test_browsers_keep_a_file_for_ever_and_get_it_small(served: Served) -> None:
    ann = served.open("ann")
    version = ann.ask("/").facts["version"]
    path = f"/v/{version}/static/voila.js"
    plain, small = ann.ask(path), ann.ask(path, Accept_Encoding="gzip, br")
    assert plain.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (plain.headers["Content-Encoding"], small.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(small.body) == plain.body
    assert plain.headers["Vary"] == "Accept-Encoding"
    head = ann.ask(path, "HEAD")
    assert (head.status, head.body, int(head.headers["Content-Length"])) == (200, b"", len(plain.body))


def test_a_file_asked_for_under_another_version_is_sent_and_kept_by_nobody(served: Served) -> None:
    """The page may come from another server, which has just been brought up to date."""
    answer = served.open("ann").ask("/v/0123456789ab/lean.js")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_file_opened_by_itself_may_do_nothing(served: Served) -> None:
    ann = served.open("ann")
    version = ann.ask("/").facts["version"]
    policy = ann.ask(f"/v/{version}/lean.js").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_files_are_for_people_with_a_link_and_nothing_beside_them_is_sent(served: Served) -> None:
    ann = served.open("ann")
    version = ann.ask("/").facts["version"]
    ask: Callable[[str], int] = lambda path: ann.ask(path).status  # noqa: E731  # short, and used twice
    assert Browser(served.url).ask(f"/v/{version}/lean.js").status == 403
    for path in (
        *("static/", "static/../../../../../etc/passwd", "static/%2e%2e/app.py", "..%2f..%2fpyvenv.cfg"),
        *("labextensions/anywidget", "labextensions/anywidget/..%2f..%2f..%2fpyvenv.cfg", "labextensions/"),
        *("participant.ipynb", "static/nowhere.js", "page.html", "lean.html.j2"),
    ):
        assert ask(f"/v/{version}/{path}") == 404, path
