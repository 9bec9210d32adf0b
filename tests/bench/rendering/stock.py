"""Stock: what people do — a shell loop of papermill, then nbconvert to HTML, then to PDF by a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from cba_kit.content import Library
from tests.bench.rendering.batch import LONGEST, NotMeasuredError, environment
from tests.bench.rendering.floor import NOTEBOOK
from tests.bench.rendering.rows import Found, Plan, leave_out, spread
from tests.bench.room import Room
from tests.chromium import program

PROGRAMS = Path(sys.executable).parent
_WHERE = re.compile(r"Executable doesn't exist at (\S+)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn of the loop, in seconds."""

    papermill: float
    html: float
    pdf: float

    @property
    def seconds(self) -> float:
        """The whole turn."""
        return self.papermill + self.html + self.pdf


def take_turn(room: Room, notebook: Path, person: str, browser: Mapping[str, str]) -> Turn:
    """Make one person's roadmap as the loop does; `browser` is what `findable` returned.

    NotMeasuredError when a command fails or there is no document afterwards.
    """
    folder = room.folder / "stock"
    folder.mkdir(exist_ok=True)
    made = folder / f"{person}.ipynb"
    env = environment(room) | browser | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    parameters = ["-p", "academy", str(room.folder), "-p", "person", person]
    convert = ["jupyter", "nbconvert", str(made), "--no-input", "--to"]
    turn = Turn(
        _run(["papermill", str(notebook), str(made), *parameters], folder, env),
        _run([*convert, "html"], folder, env),
        _run([*convert, "webpdf", "--disable-chromium-sandbox"], folder, env),
    )
    for form, begin in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")):
        if not made.with_suffix(f".{form}").read_bytes().startswith(begin):
            raise NotMeasuredError(f"the loop made no {form} for {person}")
    return turn


def findable(folder: Path) -> dict[str, str]:
    """Return an environment in which Playwright, and so nbconvert, finds the system's Chromium.

    It looks only for a browser that it has fetched itself. So it is let look in `folder`, where there is
    none, and a link stands then where it has looked.
    """
    told = {"PLAYWRIGHT_BROWSERS_PATH": str(folder), "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS": "1"}
    trial = [sys.executable, "-m", "playwright", "screenshot", "about:blank", str(folder / "nothing.png")]
    done = subprocess.run(trial, capture_output=True, text=True, env=os.environ | told)
    looked = _WHERE.search(done.stdout + done.stderr)
    if looked is None:
        raise NotMeasuredError(f"Playwright does not say where it looks for a browser: {done.stderr}")
    place = Path(looked[1])
    place.parent.mkdir(parents=True)
    place.symlink_to(program())
    return told


def _run(words: list[str], folder: Path, env: Mapping[str, str]) -> float:
    """Run a command, and return how many seconds it took."""
    began = time.perf_counter()
    done = subprocess.run(
        [str(PROGRAMS / words[0]), *words[1:]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        env=dict(env),
        timeout=LONGEST,
    )
    if done.returncode:
        raise NotMeasuredError(f"{' '.join(words[:2])} ended with {done.returncode}: {done.stderr[-400:]}")
    return time.perf_counter() - began


def measure_stock(room: Room, plan: Plan) -> Found:
    """Measure the shell loop on a few people, from those who wrote most to those who wrote least."""
    found = Found(plan, "stock")
    if not plan.wants("ab"):
        return found
    notebook = Library(room.academy.templates).find(NOTEBOOK)
    turns: list[Turn] = []
    try:
        with tempfile.TemporaryDirectory(prefix="cba-chromium-") as folder:
            browser = findable(Path(folder))
            for visitor in spread(room.visitors[: plan.people], plan.stock_people):
                turns.append(take_turn(room, notebook, visitor.id, browser))
                plan.tell(f"stock: {turns[-1]}")
    except NotMeasuredError as why:
        leave_out(found, "ab", why)
        return found
    each = [turn.seconds for turn in turns]
    means = (mean(turn.papermill for turn in turns), mean(turn.html for turn in turns))
    how = f"papermill {means[0]:.1f} s, nbconvert html {means[1]:.1f} s"
    how += f", webpdf {mean(turn.pdf for turn in turns):.1f} s"
    note = f"measured on {len(turns)} of {plan.people} ({min(each):.1f} to {max(each):.1f} s each)"
    found.add("a", mean(each) * plan.people, f"{note} and EXTRAPOLATED; on average {how}")
    for seconds in each:
        found.add("b", seconds)
    return found
