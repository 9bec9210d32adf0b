"""The section of the cohort report about trends: radar and matrix of the medians, and where views divide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba_kit.model.assessment import CohortView, middle, talk_first
from cba_kit.model.cohort import Cohort
from cba_kit.model.suppression import at_least
from cba_kit.model.trends import Trend, Trends
from cba_kit.pictures import matrix, radar
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.bars import floor_text
from cba_kit.reports.sections.desk import picture

_TOP = 3
"""Trends named in the headline."""


def trends(pen: Pen, cohort: Cohort, sheet: Trends) -> Section:
    """Return the medians as radar, matrix and table, and where views divide."""
    say = pen.words.say
    views = cohort.outlook[sheet.key] if cohort.enough else {}
    rated = [trend for trend in sheet.trends if trend.key in views]
    top = sorted(rated, key=lambda trend: -_relevance(views, trend))[:_TOP]
    top = [trend for trend in top if _relevance(views, trend) > middle(sheet, "relevance")]
    names = pen.words.listed([trend.short for trend in top])
    return Section(
        key=sheet.key,
        kind="outlook",
        title=sheet.title,
        headline=(say("trends.headline", names=names) if top else say("trends.none")) if views else "",
        empty="" if views else say("trends.empty" if cohort.enough else "few"),
        credit=sheet.credit,
        data=_outlook(pen, sheet, views, rated) if views else {},
    )


def _relevance(views: Mapping[str, CohortView], trend: Trend) -> float:
    return views[trend.key].assessment.relevance or 0


def _outlook(pen: Pen, sheet: Trends, views: Mapping[str, CohortView], rated: list[Trend]) -> dict[str, Any]:
    say = pen.words.say
    medians = {key: view.assessment for key, view in views.items()}
    pictures = [
        picture(
            *(
                draw(
                    sheet,
                    medians,
                    uid=f"{sheet.key}-{name}{'-c' if small else ''}-",
                    title=caption,
                    style=style,
                )
                for small, style in ((False, pen.style()), (True, pen.style(compact=True)))
            ),
            caption=caption,
        )
        for draw, name, caption in (
            (radar, "radar", say("trends.radar")),
            (matrix, "matrix", say("trends.matrix")),
        )
    ]
    first = [trend for trend in rated if talk_first(sheet, medians[trend.key])]
    divided = [trend for trend in rated if views[trend.key].verdict == "divided"]
    columns = ("number", "trend", "relevance", "knowledge", "views", "raters")
    return {
        "radar": pictures[0],
        "matrix": pictures[1],
        "legend": [say(f"trends.legend_{key}") for key in ("opportunity", "threat", "both", "size")],
        "key": [{"number": str(trend.number), "name": trend.name} for trend in sheet.trends],
        "lists": [
            {"title": say("trends.first"), "items": [t.name for t in first], "empty": say("trends.nothing")},
            {
                "title": say("trends.divides"),
                "items": [t.name for t in divided],
                "empty": say("trends.nothing"),
            },
        ],
        "table": table(
            [say(f"trends.{column}") for column in columns],
            [_row(pen, trend, views[trend.key]) for trend in rated],
            caption=say("trends.table"),
            numbers=(2, 3, 5),
        ),
        "note": say("trends.note"),
    }


def _row(pen: Pen, trend: Trend, view: CohortView) -> list[str]:
    given = view.assessment
    return [
        str(trend.number),
        trend.name,
        f"{given.relevance:g}" if given.relevance is not None else "",
        f"{given.knowledge:g}" if given.knowledge is not None else "",
        pen.words.say(f"trends.{view.verdict}"),
        floor_text(pen, at_least(view.raters)),
    ]
