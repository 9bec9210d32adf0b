"""Ours: how each row is measured with `cba render` and `cba serve`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import NamedTuple

from cba_kit.store import open_store
from tests.bench.rendering import floor
from tests.bench.rendering.batch import NotMeasuredError, environment, only, render
from tests.bench.rendering.cohort import enlarge
from tests.bench.rendering.demand import open_stale
from tests.bench.rendering.rows import ROWS, Found, Plan, chosen, leave_out, spread
from tests.bench.rendering.watch import watch
from tests.bench.rendering.workers import dask
from tests.bench.room import Room, rented

PARENT, SETTER, CHILD = 1, 2, 3
"""How far below the command they stand; beside the setters are the children's keepers, which hardly count."""


def measure_ours(room: Room, plan: Plan) -> Found:
    """Measure ours; what cannot be measured is named in the notes, and the other rows stand."""
    found = Found(plan, "ours")
    if plan.rows - {"f"}:
        plan.tell("ours: everybody's documents once, which is not measured")
        try:
            render(room, "--force", *chosen(room, plan), documents=plan.people)
        except NotMeasuredError as why:
            leave_out(found, [row.letter for row in ROWS], why)
            return found
    for letters, measure in _MEASURES:
        if plan.wants(letters):
            try:
                measure(found, room)
            except NotMeasuredError as why:
                leave_out(found, letters, why)
    return found


def _all(found: Found, room: Room) -> None:
    plan, alone = found.plan, list[int]()
    for _ in range(plan.repeats):
        batch = render(room, "--force", *chosen(room, plan), documents=plan.people)
        found.add("a", batch.seconds)
        alone += [line["ms"] for line in batch.lines]
    found.add("a", None, f"the whole command, its start included; one document takes {median(alone):.0f} ms")


def _one_changed(found: Found, room: Room) -> None:
    plan, visitor, nothing = found.plan, room.visitors[0], list[float]()
    for number in range(plan.repeats):
        nothing.append(render(room, *chosen(room, plan), documents=0).seconds)
        room.write(visitor.id, f"{visitor.canary} after change {number}")
        found.add("b", render(room, *chosen(room, plan), documents=1).seconds)
    note = f"the whole command, its start included; with nothing changed it takes {median(nothing):.2f} s"
    found.add("b", None, note)


def _on_demand(found: Found, room: Room) -> None:
    plan = found.plan
    waited = open_stale(room, spread(room.visitors[: plan.people], plan.looks))
    for seconds in waited.stale:
        found.add("c", seconds)
    note = f"the first after the server's start {waited.first:.2f} s; opened again, when it is fresh, "
    found.add("c", None, f"{note}{1000 * median(waited.fresh):.0f} ms")


class Cost(NamedTuple):
    """What a batch costs once, however many documents it makes (s), and what each document adds (ms)."""

    once: float
    each: float


def _many(found: Found, room: Room) -> None:
    plan, before, after = found.plan, list[Cost](), list[Cost]()
    new = partial(rented, len(room.visitors), on_postgres="postgresql" in room.academy.database_url)
    with new() as few, new() as full:  # two that have the same past
        with open_store(full.academy.database_url, clock=full.academy.now) as store:
            enlarge(store, to=plan.many)
        plan.tell(f"ours: an academy with {plan.many:,} participants")
        for _ in range(plan.repeats):  # by turns, so that both meet the same machine
            before.append(_cost(few, plan))
            after.append(_cost(full, plan))
            found.add("d", after[-1].each / before[-1].each)
        if plan.whole:
            every = render(full, "--force", documents=plan.many).seconds
            each = 1000 * every / plan.many
            found.add("d", None, f"all {plan.many:,} took {every:.0f} s, {each:.0f} ms each")
    small, large = _middle(before), _middle(after)
    together = large.once + plan.many * large.each / 1000
    for note in (
        f"one more document {small.each:.0f} ms among 45 people, {large.each:.0f} ms among {plan.many:,}",
        f"fixed cost of a batch {small.once:.1f} s among 45, {large.once:.1f} s among {plan.many:,}",
        f"all {plan.many:,} EXTRAPOLATED: {together:.0f} s, {1000 * together / plan.many:.0f} ms each",
    ):
        found.add("d", None, note)


def _cost(room: Room, plan: Plan) -> Cost:
    people = [visitor.id for visitor in room.visitors[: plan.people]]
    one = render(room, "--force", *only(people[:1]), documents=1).seconds
    all_of_them = render(room, "--force", *only(people), documents=plan.people).seconds
    each = (all_of_them - one) / (plan.people - 1)
    return Cost(one - each, 1000 * each)


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.once for cost in costs), median(cost.each for cost in costs))


def _memory(found: Found, room: Room) -> None:
    plan = found.plan
    seen = [watch(room, "--force", *chosen(room, plan), documents=plan.people) for _ in range(plan.repeats)]
    for one in seen:
        if not one.memory(CHILD).pss_mib:
            raise NotMeasuredError("no process was seen where children are expected")
        found.add("e1", one.memory(PARENT).pss_mib)
        found.add("e2", one.memory(CHILD).pss_mib)
    last = seen[-1]
    others = f"the command takes {last.memory(0).pss_mib:.0f}, a setter {last.memory(SETTER).pss_mib:.0f}"
    found.add("e1", None, f"{others}, all together at most {last.together:.0f} MiB; {last.looks} looks")
    own = max(one.memory(CHILD).own_mib for one in seen)
    found.add("e2", None, f"{own:.0f} MiB of it are shared with nobody")
    cpu = ", ".join(
        f"{name} {last.cpu(level):.1f} s"
        for name, level in (("command", 0), ("parent", PARENT), ("setters", SETTER), ("children", CHILD))
    )
    found.add("e1", None, f"busy cores for {plan.people} documents, as others let them: {cpu}")


def _two_workers(found: Found, room: Room) -> None:
    plan, took = found.plan, dict[int, list[float]]()
    with rented(len(room.visitors), on_postgres=True) as shared:
        env = environment(shared)
        with dask(1, shared.folder, env) as alone, dask(2, shared.folder, env) as both:
            for address in (alone, both):  # workers load what they need
                render(shared, "--force", "--dask", address, *chosen(shared, plan), documents=plan.people)
            for _ in range(plan.repeats):  # by turns, so that both meet the same machine
                for count, address in ((1, alone), (2, both)):
                    words = ["--force", "--dask", address, *chosen(shared, plan)]
                    batch = render(shared, *words, documents=plan.people)
                    took.setdefault(count, []).append(batch.seconds)
                found.add("f", took[1][-1] / took[2][-1])
    note = f"{median(took[1]):.1f} and {median(took[2]):.1f} s for {plan.people} documents, on PostgreSQL"
    found.add("f", None, f"{note}; scheduler, database and command run on the same cores")


def _over_floor(found: Found, room: Room) -> None:
    plan = found.plan
    people = [visitor.id for visitor in room.visitors[: plan.people]]
    words = ["--force", "--format", "html", *chosen(room, plan)]
    pairs = []
    for _ in range(plan.repeats):
        batch = render(room, *words, documents=plan.people)
        pairs.append((1000 * batch.seconds / plan.people, median(floor.run(room, people))))
    if different := floor.different(room, people):
        raise NotMeasuredError(f"the floor's page is another one for {', '.join(different)}")
    for ours, lowest in pairs:
        found.add("g", ours / lowest)
    ours, lowest = median(ours for ours, _ in pairs), median(lowest for _, lowest in pairs)
    note = f"{ours:.0f} ms on all cores, the command's start included, against {lowest:.0f} ms on one"
    found.add("g", None, note)


_MEASURES: tuple[tuple[tuple[str, ...], Callable[[Found, Room], None]], ...] = (
    (("a",), _all),
    (("b",), _one_changed),
    (("e1", "e2"), _memory),
    (("g",), _over_floor),
    (("c",), _on_demand),
    (("f",), _two_workers),
    (("d",), _many),
)
