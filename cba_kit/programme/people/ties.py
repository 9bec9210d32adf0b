"""Ties: the cluster and the coach that a row names, found among those of the file and of the edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cba_kit.model.people import Cluster, Person
from cba_kit.programme.people.draft import Draft
from cba_kit.programme.people.headings import plain
from cba_kit.programme.people.problem import Problem, nearest, shown
from cba_kit.programme.people.slug import free, slug


class Clusters:
    """Clusters by name, each with one id."""

    def __init__(self, present: Sequence[Cluster]) -> None:
        self._known = {plain(cluster.name): cluster for cluster in present}
        self._ids = {cluster.id for cluster in present}
        self._rows: dict[str, tuple[int, Cluster]] = {}

    def of(self, one: Draft, note: Callable[[Problem], None]) -> Cluster | None:
        """Return the cluster of a row; of one that is known, what the row leaves empty is kept."""
        if not one.cluster:
            return None
        key = plain(one.cluster) or one.cluster
        if key in self._rows:
            row, cluster = self._rows[key]
            if one.country and cluster.country and one.country != cluster.country:
                what = f"{shown(one.cluster)} has another country ({cluster.country}) in row {row}."
                note(one.row.problem("country", what, "Write the same country in both rows."))
            return cluster
        before = self._known.get(key)
        cluster_id = before.id if before else free(slug(one.cluster), self._ids)
        self._ids.add(cluster_id)
        cluster = Cluster(
            id=cluster_id,
            name=one.cluster,
            country=one.country or (before.country if before else ""),
            ecosystems=one.ecosystems or (before.ecosystems if before else ()),
            website=one.website or (before.website if before else ""),
        )
        self._rows[key] = (one.row.number, cluster)
        return cluster


def coach_of(
    one: Draft, current: str | None, everybody: Iterable[Person], note: Callable[[Problem], None]
) -> str | None:
    """Return the id of the coach that a row names by name, e-mail or id; `current` without such a column."""
    if "coach" not in one.row.headings.columns:
        return current
    if not one.coach:
        return None
    coaches = [person for person in everybody if person.is_a("coach")]
    wanted = plain(one.coach)
    found = [coach for coach in coaches if wanted in (plain(coach.name), plain(coach.email), coach.id)]
    if len(found) == 1:
        return found[0].id
    if found:
        fix = "Write the coach’s e-mail address in this column."
        note(one.row.problem("coach", f"There are {len(found)} coaches named {shown(one.coach)}.", fix))
        return None
    guess = nearest(one.coach, {plain(coach.name): coach.name for coach in coaches})
    what = f"{shown(one.coach)} is not a coach of this edition."
    hint = f"Did you mean “{guess}”? Otherwise add" if guess else "Add"
    note(one.row.problem("coach", what, f"{hint} the coach as a row of the file, with the role coach."))
    return None
