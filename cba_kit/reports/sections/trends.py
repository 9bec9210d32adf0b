"""The section on trends: own radar, the cohort's beside it, the matrix, what to talk about first, a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba_kit.model.assessment import Assessment, CohortView
from cba_kit.model.roadmap.actions import PlannedAction
from cba_kit.model.roadmap.outlook import Outlook
from cba_kit.model.suppression import at_least
from cba_kit.model.trends import Trend
from cba_kit.pictures import matrix, radar
from cba_kit.pictures.legend import direction_word
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.desk import Desk, picture
from cba_kit.reports.sections.golden import refs


def trends(desk: Desk, outlook: Outlook) -> Section:
    """Return the trends as rated, with the cohort's medians as soon as five people stand behind them."""
    names = [trend.short for trend in outlook.foremost]
    blind = desk.words.say("trends.blind", round=outlook.blind) if outlook.blind else ""
    return Section(
        key=outlook.template.key,
        kind="trends",
        title=outlook.template.title,
        headline=_headline(desk, names) if outlook.own else "",
        lead=f"{_lead(desk, outlook)} {blind}".strip() if outlook.own else "",
        empty="" if outlook.own else blind or desk.next_step(outlook.template.start),
        credit=outlook.template.credit,
        data=_data(desk, outlook) if outlook.own or outlook.cohort else {"radars": []},
    )


def _headline(desk: Desk, names: list[str]) -> str:
    if not names:
        return desk.words.say("trends.none")
    return desk.words.say("trends.headline", names=desk.words.listed(names))


def _lead(desk: Desk, outlook: Outlook) -> str:
    """Return how many trends are rated, counted as the page counts them: “I don't know” is an answer."""
    say, total = desk.words.say, len(outlook.template.trends)
    key = "trends.lead_unsure" if outlook.unsure else "trends.lead"
    lead = say(key, n=outlook.rated, all=total, unsure=outlook.unsure)
    return f"{lead} {say('trends.lead_cohort', raters=at_least(outlook.raters))}" if outlook.cohort else lead


def _data(desk: Desk, outlook: Outlook) -> dict[str, Any]:
    say = desk.words.say
    return {
        "radars": _radars(desk, outlook),
        "legend": [say(f"trends.legend_{key}") for key in ("opportunity", "threat", "both", "size")],
        "key": [_named(desk, trend) for trend in outlook.template.trends],
        "matrix": _matrix(desk, outlook) if outlook.own else None,
        "first": {
            "title": say("trends.first"),
            "items": [_first(desk, outlook, trend) for trend in outlook.first],
            "empty": say("trends.no_first"),
        },
        "table": _table(desk, outlook),
        "note": "" if outlook.cohort else say("trends.no_cohort"),
    }


def _named(desk: Desk, trend: Trend) -> dict[str, Any]:
    link = f"trend:{trend.key}"
    return {"number": str(trend.number), "name": trend.name, "place": link, "refs": refs(desk, link)}


def _radars(desk: Desk, outlook: Outlook) -> list[dict[str, str]]:
    views = [("own", outlook.own, desk.words.say("trends.own"))] if outlook.own else []
    if outlook.cohort:
        medians = {key: view.assessment for key, view in outlook.cohort.items()}
        views.append(("cohort", medians, desk.words.say("trends.cohort")))
    # side by side they are small, so both get the larger words of the phone's version
    pair = len(views) > 1
    return [
        picture(
            _radar(desk, outlook, ratings, name, caption, compact=pair),
            "" if pair else _radar(desk, outlook, ratings, f"{name}-c", caption, compact=True),
            caption=caption,
        )
        for name, ratings, caption in views
    ]


def _radar(
    desk: Desk,
    outlook: Outlook,
    ratings: Mapping[str, Assessment],
    name: str,
    caption: str,
    *,
    compact: bool,
) -> str:
    uid = f"{outlook.template.key}-{name}-"
    return radar(outlook.template, ratings, uid=uid, title=caption, style=desk.style(compact=compact))


def _matrix(desk: Desk, outlook: Outlook) -> dict[str, str]:
    caption = desk.words.say("trends.matrix")
    wide, compact = (
        matrix(
            outlook.template,
            outlook.own,
            uid=f"{outlook.template.key}-matrix{'-c' if small else ''}-",
            title=caption,
            style=desk.style(compact=small),
        )
        for small in (False, True)
    )
    return picture(wide, compact, caption=caption)


def _first(desk: Desk, outlook: Outlook, trend: Trend) -> dict[str, str]:
    rating = outlook.own[trend.key]
    say = desk.words.say
    actions = [action for plan in desk.roadmap.plans for action in plan.actions if _serves(action, trend)]
    return {
        "number": str(trend.number),
        "name": trend.name,
        "detail": say(
            "trends.first_line",
            relevance=_figure(desk, rating, "relevance"),
            knowledge=_figure(desk, rating, "knowledge"),
        ),
        "action": ", ".join(say("trends.action", number=action.number) for action in actions)
        or say("trends.no_action"),
    }


def _serves(action: PlannedAction, trend: Trend) -> bool:
    return trend.key in action.value.trends and action.value.status != "dropped"


def _table(desk: Desk, outlook: Outlook) -> dict[str, Any]:
    say = desk.words.say
    head = [say(f"trends.{k}") for k in ("number", "trend", "horizon", "relevance", "direction", "knowledge")]
    numbers = [3, 5]
    if outlook.cohort:
        head += [say(f"trends.{key}") for key in ("cohort_relevance", "agreement", "raters")]
        numbers += [6, 8]
    rows = [_row(desk, outlook, trend) for trend in outlook.template.trends]
    return table(head, rows, caption=say("trends.table"), numbers=numbers)


def _row(desk: Desk, outlook: Outlook, trend: Trend) -> list[str]:
    own = outlook.own.get(trend.key, Assessment())
    horizons = {horizon.key: horizon.label for horizon in outlook.template.horizons}
    row = [
        str(trend.number),
        trend.name,
        horizons.get(own.horizon, ""),
        _figure(desk, own, "relevance"),
        direction_word(own.direction, desk.style())
        or (desk.words.say("trends.unknown") if "direction" in own.unknown else ""),
        _figure(desk, own, "knowledge"),
    ]
    return row + _cohort(desk, outlook.cohort.get(trend.key)) if outlook.cohort else row


def _cohort(desk: Desk, view: CohortView | None) -> list[str]:
    """Return the median, one word for how far they agree (by the interquartile range), and about how many."""
    if view is None or view.verdict is None or view.assessment.relevance is None:
        return ["", "", ""]
    word = desk.words.say(f"trends.spread_{view.verdict}")
    return [f"{view.assessment.relevance:g}", word, desk.words.say("trends.floor", n=at_least(view.raters))]


def _figure(desk: Desk, rating: Assessment, scale: str) -> str:
    value = getattr(rating, scale)
    if value is not None:
        return f"{value:g}"
    return desk.words.say("trends.unknown") if scale in rating.unknown else ""
