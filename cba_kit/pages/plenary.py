"""Plenary: the rounds of a trends sheet as the projector shows them, and the group's picture for each one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba_kit.errors import OperationError
from cba_kit.model.people import leads
from cba_kit.model.rounds import revealed
from cba_kit.model.trends import Scale, Trends
from cba_kit.model.values import Stage
from cba_kit.pages import scenes
from cba_kit.pages.panel import group_names, open_panel, roster_of
from cba_kit.pages.rounds import stage_of
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import day
from cba_kit.pictures import Style
from cba_kit.store.rounds import raters

Message = dict[str, Any]


def plenary(visit: Visit, message: Mapping[str, Any]) -> Message:
    """Answer {t: plenary, sheet, round?, scale?, brief?, narrow?} of whoever leads the edition.

    The pictures are drawn for a projector; where `narrow`, for a phone. Before the reveal this is how many
    have begun, and nothing else; so it is later where `brief` asks for no more. Afterwards all scenes of the
    round that is asked for, else of the last one that was revealed. OperationError for anybody else.
    """
    with visit.store.reading():
        sheet = _sheet(visit, message)
        if not leads(visit.store.people.person(visit.person.id)):
            raise OperationError(visit.texts["errors.not_yours"])
        stage = stage_of(visit, sheet.key)
        told = _head(visit, sheet, stage, "plenary")
        last = revealed(stage)
        if message.get("brief") is True:
            return told | {"brief": True}
        if not last:
            return told
        asked = message.get("round")
        number = asked if isinstance(asked, int) and 1 <= asked <= last else last
        shown = open_panel(visit, sheet, number)
        people, names = roster_of(visit), group_names(visit)
    scale = _scale(sheet, message)
    narrow = message.get("narrow") is True
    style = Style(compact=narrow, large=not narrow, texts=visit.texts)
    found, moved, order = shown.agreements(), shown.movements(), shown.concordance(scale)
    views = (shown.medians(found), shown.medians_before())
    return told | {
        "shown": number,
        "scale": scale.key,
        "raters": len(shown.people),
        "names": {trend.number: trend.short for trend in sheet.trends if trend.key in found},
        "date": day(visit.texts, visit.now().date(), year=True),
        "scenes": {
            "radar": scenes.radar_scene(sheet, views, style),
            "matrix": scenes.matrix_scene(sheet, views, style),
            "agreement": scenes.agreement_scene(sheet, found, scale, style)
            | {"order": scenes.order_told(order, visit.texts)},
            "movement": scenes.movement_scene(sheet, moved, scale, style) if number > 1 else None,
            "groups": scenes.groups_scene(
                sheet, shown.splits(people, scale), scenes.Named(names, visit.texts)
            ),
            "agenda": scenes.agenda_scene(shown.agenda(found, moved), sheet, visit.texts),
        },
    }


def panel(visit: Visit, message: Mapping[str, Any]) -> Message:
    """Answer {t: panel, sheet, narrow?} of a participant: everybody's picture of the last revealed round.

    It is drawn for a phone where `narrow`. Before the first reveal nothing of it is there. OperationError
    where the visitor takes no part.
    """
    with visit.store.reading():
        sheet = _sheet(visit, message)
        reader = visit.store.people.person(visit.person.id)
        if not reader.is_a("participant") and not leads(reader):
            raise OperationError(visit.texts["errors.not_yours"])
        stage = stage_of(visit, sheet.key)
        told = _head(visit, sheet, stage, "panel")
        number = revealed(stage)
        if not number:
            return told
        shown = open_panel(visit, sheet, number)
    views = (shown.medians(shown.agreements()), shown.medians_before())
    style = Style(compact=message.get("narrow") is True, texts=visit.texts)
    return told | {
        "shown": number,
        "raters": len(shown.people),
        "scenes": {
            "radar": scenes.radar_scene(sheet, views, style),
            "matrix": scenes.matrix_scene(sheet, views, style),
        },
    }


def _sheet(visit: Visit, message: Mapping[str, Any]) -> Trends:
    sheet = visit.sheets.get(str(message.get("sheet")))
    if not isinstance(sheet, Trends):
        raise OperationError(visit.texts["errors.not_yours"])
    return sheet


def _head(visit: Visit, sheet: Trends, stage: Stage, kind: str) -> Message:
    """Return what may be said at any time: which round it is, and how many have begun it."""
    rated, everybody = raters(visit.store, visit.person.edition, sheet.key, stage.round)
    return {
        "t": kind,
        "sheet": sheet.key,
        "title": sheet.title,
        "scales": [{"key": scale.key, "title": scale.title} for scale in sheet.scales],
        "phase": stage.phase,
        "round": stage.round,
        "rated": rated,
        "of": everybody,
        "revealed": revealed(stage),
        "shown": 0,
    }


def _scale(sheet: Trends, message: Mapping[str, Any]) -> Scale:
    asked = sheet.scale(str(message.get("scale"))) or sheet.scale("relevance")
    return asked or sheet.scales[0]
