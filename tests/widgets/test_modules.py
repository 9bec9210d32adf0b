"""Modules and styles are put together without a build."""

from __future__ import annotations

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.config import shipped
from cba_kit.widgets.modules import STATIC, bundle, module, styles

ENTRIES = ["participant.js", "coaching.js", "sheet.js"]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write modules into a folder and return the path of the first one."""

    def write(**sources: str) -> Path:
        for name, source in sources.items():
            (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
        return tmp_path / f"{next(iter(sources))}.js"

    return write


def said(bundled: str, tmp_path: Path) -> str:
    """Run a bundle in node and return what it printed."""
    place = tmp_path / "bundle.mjs"
    place.write_text(bundled, encoding="utf-8")
    return subprocess.run(["node", place], capture_output=True, text=True, check=True).stdout


def parts(text: str) -> list[str]:
    """Return the modules of a bundle in their order."""
    return [
        name.replace("_", "-") + ".js" for name in re.findall(r"^const (\w+)_js = \(\(\) => {$", text, re.M)
    ]


@pytest.mark.parametrize("entry", ENTRIES)
def test_bundle_holds_each_module_once_and_before_its_use(entry: str) -> None:
    """Everything imported stands once, before the module that needs it; the entry is last."""
    names = parts(module(entry))
    assert names[-1] == entry
    assert len(names) == len(set(names))
    for index, name in enumerate(names):
        needed = re.findall(
            r'(?:from|import)\s+"\./([\w-]+\.js)"', (STATIC / name).read_text(encoding="utf-8")
        )
        assert set(needed) <= set(names[:index])


@pytest.mark.parametrize("entry", ENTRIES)
def test_bundle_is_one_module_that_imports_nothing(entry: str, tmp_path: Path) -> None:
    """node reads it as a module; no import is left, and the page's render is its default export."""
    text = module(entry)
    assert not re.search(r"^\s*import\b", text, re.M)
    assert re.findall(r"^export .*$", text, re.M) == [
        f"export default {entry.removesuffix('.js')}_js.default;"
    ]
    place = tmp_path / "bundle.mjs"
    place.write_text(
        f"{text}\nconsole.log(Object.keys({entry.removesuffix('.js')}_js.default).join());", "utf-8"
    )
    subprocess.run(["node", "--check", place], check=True)
    assert said(place.read_text("utf-8"), tmp_path) == "render\n"


def test_bundle_of_the_lean_front_end_is_small_and_imports_nothing() -> None:
    """What every page loads first: a few kilobytes, with the address of a widget's module known only then."""
    text = bundle(shipped("templates") / "pages/static/lean/lean.js")
    assert parts(text)[-1] == "lean.js"
    assert re.findall(r"^(?:import|export)\b.*$", text, re.M) == []
    assert "import(widget.esm)" in text
    assert len(gzip.compress(text.encode())) < 10_000
    subprocess.run(["node", "--check", "--input-type=module", "-"], input=text, text=True, check=True)


def test_bundle_keeps_every_line_of_its_modules() -> None:
    """What one reads in the browser's tools is what stands in the files."""
    text = module("sheet.js")
    for name in parts(text):
        for line in (STATIC / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith(("import", "export")):
                assert line in text


def test_bundle_known_forms_work(write: Write, tmp_path: Path) -> None:
    """Names, other names, imports for their effect, lists, functions, classes, constants and defaults."""
    entry = write(
        main="""import { add, twice as double } from "./sums.js";
import {
  Shape,
  names,
} from "./shapes.js";
import "./effect.js";
export { add };
const value = { area: new Shape(2).area() };
console.log(add(1, 2), double(4), value.area, [...names()].join("/"), globalThis.effect);
export default value;
""",
        sums="""const scope = "sums";
export async function* later() { yield 1; }
export function add(a, b = 1) { return a + b; }
const times = (n) => n * 2;
export { times as twice, scope };
""",
        shapes="""import { scope } from "./sums.js";
export const SIDES = 4;
export class Shape { constructor(a) { this.a = a; } area() { return this.a ** 2; } }
export function* names() { yield scope; yield "shapes"; }
""",
        effect="""globalThis.effect = "done";
export default function named() {}
""",
    )
    assert said(bundle(entry), tmp_path) == "3 8 4 sums/shapes done\n"


def test_bundle_leaves_texts_that_look_like_code(write: Write, tmp_path: Path) -> None:
    """A template, a comment or a pattern that speaks of imports is not touched; scopes stay apart."""
    entry = write(
        main="""import { text } from "./text.js";
const local = "main"; /* import { a } from "./gone.js" */
console.log(text(local));
const later = (address) => import(address);
""",
        text="""const local = `
import { a } from "./gone.js";
export const ${["b", `c ${"}`"}`].join()} = 1;
`;
const pattern = /[`"/]import/g; // export let x
export const text = (name) => [local.split("\\n").length, 6 / 2 / 3, "`".match(pattern), name].join();
""",
    )
    assert said(bundle(entry), tmp_path) == "4,1,,main\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('\nimport * as b from "./b.js";', r"main\.js:2: This form .*: import \* as b"),
        ('import b from "./b.js";', "not known"),
        ('import { b } from "../b.js";', "not known"),
        ('import { b } from "other";', "not known"),
        ("import { b } from './b.js';", "not known"),
        ('const b = await import("./b.js");', "not known"),
        ("console.log(import.meta.url);", "not known"),
        ("console.log(`${`${import.meta.url}`}`);", "not known"),
        ('export * from "./b.js";', "not known"),
        ('export { b } from "./b.js";', "not known"),
        ("export let b = 1;", "not known"),
        ("export var b = 1;", "not known"),
        ("export const { a, b } = {};", "not known"),
        ("export default function () {}", "not known"),
        ("export default 1;", "not known"),
        (
            "export { b as default };\nexport default b;\nconst b = 1;",
            "main.js:2: “default” is exported twice",
        ),
        ('export { b as "a name" };', r"is no name"),
        ("let b = 1;\nexport { b };", "main.js:1: “b” is exported and may not be assigned again"),
        ("export function b() {}\nb = null;", "main.js:2: “b” is exported and may not be assigned again"),
        ("let a = 1, b;\nexport { b };\n++a;\nb += 1;", "main.js:4: “b” is exported"),
        ('import { b } from "./b.js";', "main.js:1: b.js does not export “b”"),
        ("const a = `never closed;", "main.js:1: This text has no end"),
        ("const a = `${1;", "main.js: a template is not closed"),
    ],
)
def test_bundle_unknown_form_is_refused_with_file_and_line(write: Write, source: str, reason: str) -> None:
    """Nothing is left out silently."""
    entry = write(main=source, b="export const a = 1;")
    with pytest.raises(ValueError, match=reason):
        bundle(entry)


def test_bundle_circle_is_named(write: Write) -> None:
    """Two modules that import each other are an error that names them."""
    entry = write(
        a='import { b } from "./b.js";\nexport const a = 1;',
        b='import { a } from "./a.js";\nexport const b = a;',
    )
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        bundle(entry)


def test_every_static_file_is_used() -> None:
    """No module lies around that no page loads."""
    used = {name for entry in ENTRIES for name in parts(module(entry))}
    assert {path.name for path in STATIC.glob("*.js")} == used


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
