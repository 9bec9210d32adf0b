"""The golden thread: why each action is there, what has no answer yet, and which connections are broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.bead import STARTS, Bead, Weight, asked, beads_of, called
from cba_kit.model.complete import Template
from cba_kit.model.rules.filled import place, text_of
from cba_kit.model.trends import Trends
from cba_kit.model.values import Action
from cba_kit.model.workbook import Entry

Gap = Literal["", "part", "reason", "threat", "trend", "note"]
"""What a line lacks: nothing, one of its parts, any reason, an answer to a threat, any consequence."""
ORDER: tuple[Gap, ...] = ("threat", "reason", "part", "trend", "", "note")
"""Lines in the order in which they want somebody: what is whole wants nobody, notes are often many."""
HANDFUL = 5
"""Notes that lead nowhere which are shown at once; the others are counted."""
_BETWEEN = ("note", "need")
_NOTED: tuple[Weight, ...] = ("risk", "wish")


@dataclass(frozen=True, slots=True)
class Line:
    """One thread from its starts over its trends to an action and its number; what is empty is a gap."""

    gap: Gap
    starts: tuple[Bead, ...]
    trends: tuple[Bead, ...]
    action: Bead | None = None
    baseline: str = ""
    target: str = ""

    @property
    def beads(self) -> tuple[Bead, ...]:
        """All beads of the line."""
        return (*self.starts, *self.trends, *((self.action,) if self.action else ()))


@dataclass(frozen=True, slots=True)
class Broken:
    """A connection whose other end is gone; `back`: it was removed, and can be brought back."""

    bead: Bead
    link: str
    text: str
    """The words of what is gone, as far as they are known."""
    back: bool


@dataclass(frozen=True, slots=True)
class Golden:
    """The graph of a workbook: its beads, what they are connected with (in both directions), its lines."""

    beads: Mapping[str, Bead]
    joined: Mapping[str, frozenset[str]]
    """The links that a bead is connected with, whichever side wrote it."""
    lines: tuple[Line, ...]
    """By what they lack, as in `ORDER`; notes that lead nowhere stand together by their block."""
    broken: tuple[Broken, ...]

    def beside(self, link: str) -> tuple[Bead, ...]:
        """Return what a bead is connected with, in the order of the sheets."""
        return tuple(bead for bead in self.beads.values() if bead.link in self.joined.get(link, ()))


def golden(entries: Iterable[Entry], sheets: Mapping[str, Template], unseen: Collection[str] = ()) -> Golden:
    """Return the golden thread of a workbook.

    `entries` are those that the reader sees; with removed ones among them, what is gone is named by its
    words. `unseen` are ids that exist and that the reader does not see: no connection to one is shown.
    Copies of conflicts and actions without a title are no beads; dropped actions answer nothing.
    """
    given = [e for e in entries if e.conflict_of is None]
    known = {e.id: e for e in given}
    present = sorted((e for e in given if not e.removed), key=lambda e: (place(e), e.created_at, e.id))
    beads = {bead.link: bead for sheet in sheets.values() for bead in beads_of(sheet, present)}
    beads |= {bead.link: bead for bead in asked(present, sheets)}
    joined: dict[str, set[str]] = {link: set() for link in beads}
    broken = []
    for entry in present:
        holder = beads.get(called(entry))
        if holder is None:
            continue
        for link in dict.fromkeys(links_of(entry, known)):
            if link in joined:
                if link != holder.link:
                    joined[holder.link].add(link)
                    joined[link].add(holder.link)
            elif (lost := _lost(holder, link, known, sheets, unseen)) is not None:
                broken.append(lost)
    whole = {link: frozenset(others) for link, others in joined.items()}
    return Golden(beads, whole, _lines(beads, whole, known), tuple(broken))


def links_of(entry: Entry, known: Mapping[str, Entry] | None = None) -> list[str]:
    """Return what an entry names as connected, as links; `known` entries tell what an action's origin is."""
    found = _texts(entry, "links")
    if entry.kind == "action":
        origin = entry.text("origin")
        of = (known or {}).get(origin)
        found = [
            *([called(of) if of is not None else f"note:{origin}"] if origin else []),
            *(f"trend:{key}" for key in _texts(entry, "trends")),
            *found,
        ]
    if entry.kind == "finding" and entry.text("state") == "action" and entry.text("action"):
        found = [f"action:{entry.text('action')}"]
    return [link for link in found if link.partition(":")[2]]


def with_unit(action: Action, name: str) -> str:
    """Return an action's baseline or target; a unit of one sign (%, €) stands at the number."""
    value = str(getattr(action, name)).strip()
    unit = action.unit.strip()
    if not value or not unit or unit in value or not value[-1].isdigit():
        return value
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}"


def _texts(entry: Entry, name: str) -> list[str]:
    value = entry.fields.get(name)
    return list(value) if isinstance(value, list) else []


def _lost(
    holder: Bead,
    link: str,
    known: Mapping[str, Entry],
    sheets: Mapping[str, Template],
    unseen: Collection[str],
) -> Broken | None:
    """Return a connection whose other end is gone; None where it is only not to be seen, or not named yet."""
    kind, _, key = link.partition(":")
    if kind == "trend":
        names = (sheet.gone.get(key, "") for sheet in sheets.values() if isinstance(sheet, Trends))
        return Broken(holder, link, next((name for name in names if name), key), back=False)
    gone = known.get(key)
    if key in unseen or holder.kind == "question" or (gone is not None and not gone.removed):
        return None
    return Broken(holder, link, text_of(gone) if gone else "", back=gone is not None)


@dataclass(frozen=True, slots=True)
class _Web:
    """Beads and what each is connected with, to walk along."""

    beads: Mapping[str, Bead]
    joined: Mapping[str, frozenset[str]]
    order: Mapping[str, int]

    def beside(self, link: str) -> list[Bead]:
        """Return what is connected with a bead directly, in the order of the sheets."""
        return [self.beads[one] for one in sorted(self.joined[link], key=self.order.__getitem__)]

    def near(self, link: str) -> list[Bead]:
        """Return what is connected with a bead: directly, then over one note or need."""
        direct = self.beside(link)
        over = {far.link: far for one in direct if one.kind in _BETWEEN for far in self.beside(one.link)}
        rest = over.keys() - {link, *(one.link for one in direct)}
        return [*direct, *(over[one] for one in sorted(rest, key=self.order.__getitem__))]


def _lines(
    beads: Mapping[str, Bead], joined: Mapping[str, frozenset[str]], known: Mapping[str, Entry]
) -> tuple[Line, ...]:
    web = _Web(beads, joined, {link: at for at, link in enumerate(beads)})
    actions = [(b, Action.model_validate(known[b.id].fields)) for b in beads.values() if b.kind == "action"]
    alive = [(bead, value) for bead, value in actions if value.status != "dropped"]
    answering = {bead.link for bead, _ in alive}
    lines = [_action_line(bead, value, web) for bead, value in alive]
    asking = [
        b for b in beads.values() if b.weight and answering.isdisjoint(n.link for n in web.near(b.link))
    ]
    threats = [bead for bead in asking if bead.weight == "threat"]
    idle = [bead for bead in asking if bead.weight == "relevant" and not joined[bead.link]]
    lines += [Line("threat", _starts(web.beside(trend.link)), (trend,)) for trend in threats]
    lines += [Line("trend", (), (trend,)) for trend in idle]
    shown = {bead.link for line in lines for bead in line.starts}
    notes = [bead for bead in asking if bead.weight in _NOTED and bead.link not in shown]
    lines += [Line("note", (note,), _of_trends(web.near(note.link))) for note in _by_block(notes)]
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.gap)))


def _by_block(notes: Sequence[Bead]) -> list[Bead]:
    """Return notes by their block: blocks with a risk come first, and in a block its risks."""
    risky = {note.where for note in notes if note.weight == "risk"}
    order = list(dict.fromkeys(note.where for note in notes))
    return sorted(notes, key=lambda n: (n.where not in risky, order.index(n.where), _NOTED.index(n.weight)))


def _starts(found: Sequence[Bead]) -> tuple[Bead, ...]:
    return tuple(bead for bead in found if bead.kind in STARTS)


def _of_trends(found: Sequence[Bead]) -> tuple[Bead, ...]:
    return tuple(bead for bead in found if bead.kind == "trend")


def _action_line(bead: Bead, value: Action, web: _Web) -> Line:
    near = web.near(bead.link)
    starts, trends, target = _starts(near), _of_trends(near), with_unit(value, "target")
    gap: Gap = "part" if not (starts and trends and target) else ""
    if not starts and not trends:
        gap = "reason"
    return Line(gap, starts, trends, bead, with_unit(value, "baseline"), target)
