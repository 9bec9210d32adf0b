"""Modules and styles are put together without a build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cba_kit.widgets import modules
from cba_kit.widgets.modules import STATIC, module, styles


def listed(text: str) -> list[str]:
    found = re.search(r"const MODULES = (\[.*\]);\n", text)
    assert found
    return [name for name, _ in json.loads(found[1])]


@pytest.mark.parametrize("entry", ["participant.js", "coaching.js", "sheet.js"])
def test_module_holds_each_module_once_and_before_its_use(entry: str) -> None:
    """Everything imported stands once, before the module that needs it; the entry is last."""
    names = listed(module(entry))
    assert names[-1] == entry
    assert len(names) == len(set(names))
    for index, name in enumerate(names):
        needed = re.findall(
            r'(?:from|import)\s+"\./([\w-]+\.js)"', (STATIC / name).read_text(encoding="utf-8")
        )
        assert set(needed) <= set(names[:index])


def test_module_circle_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modules that import each other are an error that names them."""
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\n', encoding="utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n', encoding="utf-8")
    monkeypatch.setattr(modules, "STATIC", tmp_path)
    module.cache_clear()
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        module("a.js")
    module.cache_clear()


def test_every_static_file_is_used() -> None:
    """No module lies around that no page loads."""
    used = (
        set(listed(module("participant.js")))
        | set(listed(module("coaching.js")))
        | set(listed(module("sheet.js")))
    )
    assert {path.name for path in STATIC.glob("*.js")} - used == {"loader.js"}


def test_styles_ask_no_other_host_and_begin_with_tokens() -> None:
    """Tokens come first; no address of another host, no import."""
    text = styles()
    assert text.index("--paper") < text.index(".btn")
    assert not re.search(r"url\(\s*['\"]?https?:|@import", text)


def test_scripts_ask_no_other_host() -> None:
    """No module fetches from anywhere but our own server."""
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org)[a-z]", text), path.name


def test_every_text_that_a_script_says_exists(texts: dict[str, str]) -> None:
    """Each key that a module asks for by name is in the English texts."""
    missing = []
    for path in STATIC.glob("*.js"):
        for key in re.findall(r'\bt\(\s*"([a-z_]+\.[a-z_.0-9]+)"', path.read_text(encoding="utf-8")):
            if key not in texts:
                missing.append(f"{path.name}: {key}")
    assert missing == []
