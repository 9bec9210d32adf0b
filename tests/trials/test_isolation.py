"""Whoever you are: whatever you ask, on whatever way, you hear what is yours to hear, all of it, no more."""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import tempfile
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tornado.routing import RuleRouter
from tornado.web import create_signed_value

import cba_kit.pages
from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.server.app import KERNEL, AcademyVoila, configuration
from cba_kit.server.documents import NAME
from cba_kit.server.identity import COOKIE, CookieIdentity
from cba_kit.server.site import Site
from cba_kit.store import open_store

from .canaries import GROUPS, PARTICIPANTS, PEOPLE, canaries_in, canary, make_academy
from .prowler import Prowler
from .server import Serving
from .stage import token
from .visitor import Visitor

pytestmark = pytest.mark.slow

OUTSIDE = ("nobody", "gone", "late")
"""Who has no link, one that was withdrawn, one that has ended: they hear nothing at all."""
UNKNOWN = "00000000-0000-0000-0000-000000000000"
ESCAPES = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "....//", "/")
"""Ways out of a folder."""


@dataclass
class House:
    """What there is to be found: the academy, its server, and everybody's kernels."""

    academy: Academy
    serving: Serving
    prowlers: dict[str, Prowler]

    @property
    def version(self) -> str:
        """The version of the static files."""
        return self.prowlers["ann"].version

    @property
    def files(self) -> list[str]:
        """The paths of all files in the academy's folder."""
        folder = self.academy.folder
        return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())

    def turn(self, who: Prowler) -> int:
        """Return a number for each visitor: of what is alike, each tries another part."""
        return list(self.prowlers).index(who.name)

    def kernels(self, *, but: str = "") -> list[str]:
        """All kernels there are, those that wait for a visitor too, without those of one prowler."""
        everybody = {page.kernel for each in self.prowlers.values() for page in each.pages.values()}
        rooms = Path(str(self.serving.environment["TMPDIR"]))
        files = {path.stem.removeprefix("kernel-") for path in rooms.glob("cba_*/kernel-*.json")}
        own = {page.kernel for page in self.prowlers[but].pages.values()} if but else set()
        assert everybody <= files
        assert files - everybody, "no kernel waits for a visitor"
        return sorted(files - own)


async def homes(_: House, who: Prowler) -> None:
    await who.try_all(
        ["/", "/coach", "/?person=ann", "/coach?workbook=ann", "/?kernel_id=x"], ["HEAD", "PUT"]
    )


async def joins(house: House, who: Prowler) -> None:
    theirs = token(house.academy, PEOPLE[0])
    for wrong in (theirs[:-1], "x", f"../join/{theirs[:-2]}"):
        assert "Set-Cookie" not in (await who.ask(f"/join/{wrong}")).headers
    for method in ("POST", "PUT", "HEAD"):
        assert "Set-Cookie" not in (await who.ask("/join/x", method)).headers


async def documents(house: House, who: Prowler) -> None:
    turn = house.turn(who)
    for name in [*(person.id for person in PEOPLE), *GROUPS, "nobody", "..", ".secret", "academy.db"]:
        paths = [f"/download/{name}.json", f"/download/{name}.xlsx", f"/reports/now/roadmap/{name}.ipynb"]
        for edition in ("now", "past", "other", ".."):
            paths += [f"/reports/{edition}/roadmap/{name}.{form}" for form in ("html", "pdf")]
        await who.try_all(paths, ["GET"])
    names = ("now", "other", "past", "index", "1", "1_strategy", "ann", "..", "academy.db")
    for place, name in enumerate(names):
        paths = []
        for edition in ("now", "other", "past", ".."):
            for number, report in enumerate(("council", "cohort", "handout", "roadmap")):
                query = "html?made=1", "pdf?made=../index"
                paths.append(f"/reports/{edition}/{report}/{name}.{query[(place + number + turn) % 2]}")
        paths += [f"/reports/now/council/{name}.html", f"/reports/other/council/{name}.ipynb"]
        await who.try_all(paths, ["GET"])
    await who.try_all(["/reports/now/roadmap/ann.html", "/reports/now/council/now.pdf", "/download/ann.json"])


async def sheet_files(house: House, who: Prowler) -> None:
    """Every workbook as every sheet and every kind of file, paired otherwise for the next visitor."""
    turn = house.turn(who)
    sheets = ("business_model", "strategy", "megatrends", "action_plan")
    wrong = ("..", ".secret", "academy.db", "..%2f..%2facademy", "swot")
    books = [*(person.id for person in PEOPLE), *GROUPS, *(f"plenary:{each}" for each in ("now", "other"))]
    for place, book in enumerate([*books, "nobody", "group:none", "..", "academy.db"]):
        paths = [
            f"/download/{book}/{sheets[(number + turn) % len(sheets)]}.{form}"
            for number, form in enumerate(("csv", "xlsx", "md", "svg", "json"))
        ]
        await who.try_all([*paths, f"/download/{book}/{wrong[(place + turn) % len(wrong)]}.json"], ["GET"])
    await who.try_all([f"/download/ann/business_model.csv?workbook={book}" for book in books])


async def kernels(house: House, who: Prowler) -> None:
    for kernel in (*house.kernels(but=who.name), UNKNOWN):
        await who.ask(f"/api/kernels/{kernel}")
        await who.ask(f"/api/kernels/{kernel}", "DELETE")
        await who.ask(f"/api/kernels/{kernel}/channels")
        await who.ask(f"/voila/api/shutdown/{kernel}", "POST")
        assert await who.knocks(kernel) == 403
        told = {status for (_, path), status in who.statuses.items() if kernel in path}
        assert told == {403}, who.name
    foreign = house.kernels(but=who.name)[0]
    await who.try_all(
        [f"/api/kernels/{foreign}", f"/voila/api/shutdown/{foreign}", "/api/kernels", "/api/me"]
    )


async def seats(house: House, who: Prowler) -> None:
    for kernel in (house.kernels(but=who.name)[0], UNKNOWN):
        for page in ("", "x.ipynb", "../academy.toml", "../.secret", "1.ipynb", "../notebooks/1.ipynb"):
            answer = await who.ask("/seat", "POST", {"page": page, "kernel": kernel, "person": "ann"})
            assert answer.code == 403
            await who.ask(f"/queue?page={page}&person=ann")
    await who.try_all(["/seat", "/queue"])


async def statics(house: House, who: Prowler) -> None:
    """Every file on every way: each visitor tries some ways for a file, and the next visitor others."""
    turn = house.turn(who)
    for number, target in enumerate([*house.files, "../../../../../../etc/passwd", "participant.ipynb"]):
        escape = ESCAPES[(number + turn) % len(ESCAPES)]
        ways = [
            f"/{target}",
            f"/{escape}{target}",
            f"/v/{house.version}/{target}",
            f"/v/{house.version}/{escape * 3}{target}",
            f"/v/{house.version}/static/{escape * 5}{target}",
            f"/v/{house.version}/labextensions/{escape}{house.academy.folder}/{target}",
            f"/reports/now/roadmap/{escape * 2}{target}",
            f"/files/{target}",
            f"/voila/files/{target}",
            f"/static/{target}",
            f"/voila/static/{escape * 6}{target}",
        ]
        await who.try_all([ways[(number + turn + way) % len(ways)] for way in (0, 3, 7)], ["GET"])


async def plain(_: House, who: Prowler) -> None:
    await who.try_all(["/healthz", "/metrics", "/goodbye", "/healthz?person=ann"])
    await who.try_all(["/sign-out"], ["GET", "PUT", "DELETE"])


CASES: dict[str, Callable[[House, Prowler], Any]] = {
    "/": homes,
    "/coach": homes,
    r"/join/([\w.\-]+)": joins,
    "/sign-out": plain,
    "/goodbye": plain,
    "/healthz": plain,
    "/metrics": plain,
    r"/reports/(NAME)/(NAME)/(NAME)\.(html|pdf)": documents,
    r"/download/(NAME)\.(json|xlsx)": documents,
    r"/download/((?:group:|plenary:)?NAME)/(NAME)\.(csv|xlsx|md|svg|json)": sheet_files,
    "/api/kernels/KERNEL": kernels,
    "/api/kernels/KERNEL/channels": kernels,
    "/voila/api/shutdown/KERNEL": kernels,
    "/seat": seats,
    "/queue": seats,
    r"/v/(\w+)/(.+)": statics,
}
"""Every route there is, and what is tried there."""

TARGETS = [*(person.id for person in PEOPLE), *GROUPS, "nobody", "", None, "../ann"]
TABLE = b"Block,Note,Entry\nChannels,Mine now,g1\n"
"""A file that somebody wants to bring into a workbook of others."""
MESSAGES: dict[str, list[Any]] = {
    "ping": [{"t": "ping"}],
    "hello": [{"t": "hello", "client": "c", "person": target, "workbook": target} for target in TARGETS],
    "open": [
        {"t": "open", **dict.fromkeys(keys, target)}
        for target in TARGETS
        for keys in (["workbook"], ["person"], ["workbook", "person"])
    ],
    "op": [
        {
            "t": "op",
            "workbook": target,
            "client": "c",
            "ops": [{"id": "own-0", "sheet": "business_model", "entry": "g1", "kind": "note", "base": 0}],
        }
        for target in TARGETS
    ],
    "here": [
        {"t": "here", "sheet": "business_model", "entry": "g1", "client": "c", "workbook": target}
        for target in TARGETS
    ],
    "boards": [{"t": "boards", "edition": "past"}],
    "gather": [{"t": "gather", "sheet": "business_model"}],
    "merge": [{"t": "merge", "sheet": "business_model", "bundles": [[f"{each}/g1"]]} for each in GROUPS],
    "stage": [
        {"t": "stage", "workbooks": [target], "sheet": "business_model", "fields": {"phase": "write"}}
        for target in TARGETS
    ],
    "golden": [{"t": "golden", "workbook": target} for target in TARGETS],
    "panel": [{"t": "panel", "sheet": "megatrends", "workbook": target} for target in TARGETS],
    "plenary": [
        {"t": "plenary", "sheet": "megatrends", "round": number, "person": target, "edition": "other"}
        for target in TARGETS
        for number in (None, 1, 2)
    ],
    "weigh": [
        {
            **{"t": "weigh", "workbook": target, "sheet": "business_model", "name": "notes.csv"},
            **{"file": "f", "part": 0, "parts": 1, "data": b64encode(TABLE).decode()},
        }
        for target in TARGETS
    ],
    "bring": [{"t": "bring", "workbook": target, "token": "in-0"} for target in TARGETS],
    "draw": [
        {"t": "draw", "sheet": sheet, "part": "", "workbook": target}
        for target in TARGETS
        for sheet in ("megatrends", "action_plan")
    ],
    "past": [
        {"t": "past", "workbook": target, "sheet": sheet}
        for target in TARGETS
        for sheet in ("business_model", "strategy")
    ],
    "moment": [
        {"t": "moment", "workbook": target, "sheet": "business_model", "version": version}
        for target in TARGETS
        for version in (1, 2, 3, 10**9)
    ],
    "keep": [
        {"t": "keep", "workbook": target, "sheet": "business_model", "version": 1, "name": "Mine"}
        for target in TARGETS
    ],
    "ledger": [{"t": "ledger", "person": target, "edition": "past"} for target in TARGETS],
    "history": [{"t": "history", "person": target, "workbook": target} for target in TARGETS],
    "diff": [{"t": "diff", "person": target, "older": 0, "newer": 1} for target in TARGETS],
}
"""Every kind of message there is, aimed at everybody's workbook."""


def rules(router: RuleRouter) -> Iterator[str]:
    """Return the patterns of all routes of an application."""
    for rule in router.rules:
        if isinstance(rule.target, RuleRouter):
            yield from rules(rule.target)
        else:
            yield rule.matcher.regex.pattern.removesuffix("$")  # type: ignore[attr-defined]


def test_every_route_has_a_case(tmp_path: Path) -> None:
    """A route that is added without one is found by asking the application itself."""
    academy = make_academy(tmp_path)
    with open_store(academy.database_url, clock=academy.now) as store:
        app = AcademyVoila(
            site=Site(academy, Library(academy.templates), store),
            config=configuration(academy),
            log=logging.getLogger(__name__),
            base_url="/",
            cookie_secret=b"secret",
            identity_provider_class=CookieIdentity,
        )
        app.prepare()
        found = {
            rule.replace(KERNEL, "KERNEL").replace(NAME, "NAME") for rule in rules(app.app.default_router)
        }
        asyncio.run(app.end())
    assert found == set(CASES)


def test_every_kind_of_message_has_a_case() -> None:
    """A kind that a conversation begins to understand is found in its code."""
    found = set()
    for path in Path(str(cba_kit.pages.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "kind":
                found |= {each.value for each in node.comparators if isinstance(each, ast.Constant)}
    assert found == set(MESSAGES)


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    return make_academy(tmp_path_factory.mktemp("isolation"))


@asynccontextmanager
async def opened(academy: Academy) -> AsyncIterator[House]:
    """Serve the academy, and let everybody come who can."""
    with tempfile.TemporaryDirectory(prefix="t-") as room:
        serving = Serving(academy.folder, academy.database_url)
        serving.environment["TMPDIR"] = room
        await asyncio.to_thread(serving.start)
        house = House(academy, serving, {})
        secrets = {"the key": academy.secret(), "the folder": str(academy.folder)}
        secrets |= {f"the link of {each.id}": token(academy, each) for each in PEOPLE}
        try:
            for name in (*(each.id for each in PEOPLE), "nobody"):
                house.prowlers[name] = Prowler(name, Visitor(serving.url, patience=120), secrets)
            await asyncio.gather(*(_enter(house, each) for each in house.prowlers.values()))
            yield house
        finally:
            for each in house.prowlers.values():
                each.leave()
            serving.terminate()


async def _enter(house: House, who: Prowler) -> None:
    """Sign in with a link; those whose link opens nothing bring a cookie from better days."""
    person = next((each for each in PEOPLE if each.id == who.name), None)
    if person is not None and who.name in OUTSIDE:
        claim = json.dumps([person.id, person.link])
        cookie = create_signed_value(house.academy.secret().encode(), COOKIE, claim)
        who.visitor.cookies[COOKIE] = cookie.decode()
    elif person is not None:
        await who.visitor.join(token(house.academy, person))
    for path in ("/", "/coach"):
        await who.open(path)


def own(name: str) -> set[str]:
    """What is one participant's: their words, what was said to them and made of it, and who they are."""
    words = {"note", "removed", "answer", "reason", "action", "report", "pdf", "cluster", "live"}
    words |= {"said"} if next(each for each in PEOPLE if each.id == name).coach else set()
    return {f"{what}.{name}" for what in words} | known(name)


def alone(name: str) -> set[str]:
    """What nobody but one participant sees: what they wrote in their group before the reveal."""
    return {f"private.{name}"}


def known(name: str) -> set[str]:
    """What is known of a person by those who may read everything of theirs."""
    return {f"{what}.{name}" for what in ("name", "email", "about")}


BLUE = {"board.now_Blue", "livegroup.now_Blue"}
RED = {"board.now_Red", "livegroup.now_Red"}
HEARS: dict[str, set[str]] = {
    "ann": own("ann") | alone("ann") | known("cora") | BLUE | {"name.bob", "edition.now"},
    "bob": own("bob") | alone("bob") | known("otto") | BLUE | {"name.ann", "edition.now"},
    "gus": own("gus") | alone("gus") | known("otto") | RED | {"edition.now"},
    "mia": own("mia") | known("cora") | {"edition.now"},
    "cora": own("ann") | own("mia") | own("gone") - {"live.gone"} | known("cora") | {"edition.now"},
    "otto": own("bob") | own("gus") | known("otto") | {"edition.now"},
    "eva": own("eva")
    | alone("eva")
    | known("tess")
    | {"board.other_Blue", "livegroup.other_Blue", "edition.other"},
    "tess": own("eva")
    | known("tess")
    | {"board.other_Blue", "livegroup.other_Blue", "edition.other", "council.other"},
    **{name: set() for name in OUTSIDE},
}
"""What everybody has to hear, and with it all that they may hear …"""
HEARS |= dict.fromkeys(
    ("theo", "olga"),
    HEARS["cora"] | HEARS["otto"] | BLUE | RED | known("theo") | known("olga") | {"council.now"},
)
COMPANY = {"name.theo", "name.olga"}
"""… but for the names of those who look at the same workbook at the same moment."""


def test_everybody_hears_what_is_theirs_and_nothing_else(academy: Academy) -> None:
    """All addresses, all messages, all files, by everybody, while everybody else's pages are open."""
    asyncio.run(prowl(academy))


async def prowl(academy: Academy) -> None:
    async with opened(academy) as house:
        everybody = house.prowlers.values()
        assert {each.name for each in everybody if each.pages} == set(house.prowlers) - set(OUTSIDE)
        await asyncio.gather(*(everything(house, each) for each in everybody))
        await asyncio.gather(
            *(each.tell(told for kind in MESSAGES.values() for told in kind) for each in everybody)
        )
        await write_live(house)
        await asyncio.gather(*(each.tell(MESSAGES["open"] + MESSAGES["hello"][:1]) for each in everybody))
        heard = {each.name: each.heard for each in everybody}
        log = house.serving.words()
    for name, found in heard.items():
        may_hear = HEARS[name] | COMPANY if name not in (*OUTSIDE, "eva", "tess") else HEARS[name]
        surplus = {what: where for what, where in found.items() if what not in may_hear}
        assert surplus == {}, f"{name} may not hear this"
        assert HEARS[name] - set(found) == set(), f"{name} should hear this"
    assert canaries_in(log.encode()) == set()
    assert "Traceback" not in log


async def everything(house: House, who: Prowler) -> None:
    """Try all routes."""
    for case in dict.fromkeys(CASES.values()):
        await case(house, who)


async def write_live(house: House) -> None:
    """Everybody writes in their own workbook and their group's, while all pages listen."""
    for person in PARTICIPANTS:
        who = house.prowlers[person.id]
        if who.name in OUTSIDE:
            continue
        await who.tell([_note(person.id, canary("live", person.id))])
        for workbook, writer in GROUPS.items():
            if writer.id == person.id:
                words = canary("livegroup", f"{person.edition}_{person.group}")
                await who.tell([{"t": "open", "workbook": workbook}, _note(workbook, words)])


def _note(workbook: str, words: str) -> dict[str, Any]:
    operation = {"id": f"live-{workbook}", "sheet": "business_model", "kind": "note", "entry": "live"}
    operations = [operation | {"block": "channels", "fields": {"text": words}, "base": 0}]
    return {"t": "op", "workbook": workbook, "client": "c", "ops": operations}
