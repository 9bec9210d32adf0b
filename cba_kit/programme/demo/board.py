"""The demo's canvases: notes that come, change and go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import Blocks, Meaning, Said
from cba_kit.programme.demo.stroke import Place, moment

MODEL = "business_model"
VALUE = "value_proposition"
ORDER = (
    "customer_segments",
    "value_propositions",
    "channels",
    "customer_relationships",
    "revenue_streams",
    "key_resources",
    "key_activities",
    "key_partnerships",
    "cost_structure",
)
"""The coaching order: who stops half way has filled the first blocks."""
_SESSION = "2024-01-24 11:10"


_COUNTED = {"revenue_streams": 3, "cost_structure": 1}
"""Blocks whose first common sentences belong together: their amounts add up."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A note as it hangs there in the end. `sentence` is what it was made from."""

    id: str
    block: str
    meaning: Meaning
    text: str
    sentence: str


def write_boards(hand: Hand) -> list[Pinned]:
    """Write both canvases as far as the participant got; return the notes of the business model."""
    pinned = _model(hand)
    _value(hand)
    return pinned


def _model(hand: Hand) -> list[Pinned]:
    share = hand.share(18, 60)
    coaching = hand.pen.between("2024-02-12 09:00", "2024-02-16 17:00")
    recent = hand.pen.between("2024-03-02 09:00", "2024-03-07 17:00")
    pinned = []
    for block in ORDER[: min(9, round(9 * share * 2.2))]:
        notes = _chosen(hand, block, share)
        for position, note in enumerate(notes, start=1):
            # half of the notes come in the session, the rest after coaching and in the last week
            in_session = position <= (len(notes) + 1) // 2
            at = moment(_SESSION) if in_session else hand.random.choice((coaching, recent))
            ((meaning, sentence),) = note.items()
            text = hand.wording.say(sentence)
            fields = {"text": text, "meaning": meaning, "position": position}
            entry = hand.pen.put(at, Place(MODEL, "note", block), fields)
            pinned.append(Pinned(entry, block, meaning, text, sentence))
    return _reworked(hand, pinned) if share > 0.5 else pinned


def _chosen(hand: Hand, block: str, share: float) -> list[Said]:
    """Choose the notes of a block: one of the ecosystem, those that actions start from, and some more."""
    origins = tuple(idea.origin for theme in hand.themes for idea in theme.actions)
    own = [hand.ecosystem.notes[block][hand.rank]] if block in hand.ecosystem.notes else []
    common = hand.material.base.canvas[block]
    themes = [note for theme in hand.themes for note in theme.notes.get(block, ())]
    everything = [*common, *themes]
    counted = common[: _COUNTED.get(block, 0)]
    needed = [note for note in everything if note in counted or _sentence(note).startswith(origins)]
    others = [note for note in everything if note not in needed]
    wanted = 1 + round(2 * share) + hand.random.randint(0, 1)
    drawn = hand.some(tuple(others), max(0, wanted - len(own) - len(needed)))
    return [*own, *needed, *drawn][: wanted if share < 0.5 else None]


def _sentence(note: Said) -> str:
    (sentence,) = note.values()
    return sentence


def _reworked(hand: Hand, pinned: list[Pinned]) -> list[Pinned]:
    """Let two wishes come true, and write one note that is taken off again before Sofia."""
    place = Place(MODEL, "note", "value_propositions")
    text = hand.wording.say("Networking for {firms}")
    short = hand.pen.put(moment(_SESSION), place, {"text": text, "meaning": "today", "position": 9})
    hand.pen.remove(hand.pen.between("2024-02-16 09:00", "2024-03-05 17:00"), place, short)
    at = hand.pen.between("2024-03-08 09:00", "2024-03-10 17:00")
    wishes = [note for note in pinned if note.meaning == "wish"]
    came_true = {note.id for note in hand.random.sample(wishes, min(2, len(wishes)))}
    for note in wishes:
        if note.id in came_true:
            hand.pen.change(at, Place(MODEL, "note", note.block), note.id, {"meaning": "today"})
    return [replace(note, meaning="today") if note.id in came_true else note for note in pinned]


def _value(hand: Hand) -> None:
    share = hand.share(40, 50)
    blocks: Blocks = hand.material.base.value
    session = hand.pen.between("2024-02-05 09:00", "2024-02-20 17:00")
    for block in list(blocks)[: round(6 * min(1.0, share * 1.5))]:
        common = hand.some(blocks[block], 1 + round(2 * share))
        themes = [note for theme in hand.themes for note in theme.value.get(block, ())]
        for position, note in enumerate([*themes, *common], start=1):
            ((meaning, sentence),) = note.items()
            fields = {"text": hand.wording.say(sentence), "meaning": meaning, "position": position}
            hand.pen.put(session, Place(VALUE, "note", block), fields)
