"""Metrics: what the server counts and measures, as text that Prometheus reads; no words, no names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

FORMAT = CONTENT_TYPE_LATEST
"""What the text is, as a Content-Type."""
REPLIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds: a saved edit should take less than 0.05."""
PAGES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 30, 60)
"""Seconds: a page from the pool should take less than 0.4."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is open at this moment; asked when somebody reads the metrics, not counted along."""

    pages: int = 0
    people: int = 0
    sockets: int = 0
    draining: bool = False
    pool: dict[str, int] | None = None
    """`pool.counts()`: pages that are ready, making, waited for, and wanted."""


class Metrics:
    """One server's counters. Each server has its own, so that two of them in one process stay apart."""

    def __init__(self, now: Callable[[], Now] = Now) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Present(now))
        self._replies = Histogram(
            "cba_reply_seconds",
            "From a page's message to the kernel's whole answer",
            buckets=REPLIES,
            registry=self._registry,
        )
        self._pages = Histogram(
            "cba_page_seconds",
            "From the request of a page to the end of its answer",
            buckets=PAGES,
            registry=self._registry,
        )
        self._sign_ins = self._count("cba_sign_ins", "Personal links that signed somebody in")
        self._errors = self._count("cba_errors", "Answers that failed by our fault (status 500 and above)")
        self._died = self._count("cba_kernels_died", "Kernels that ended without being asked to")
        self._refused = self._count("cba_refused", "Requests and messages refused, by reason", "reason")

    def observe_reply(self, seconds: float) -> None:
        """Note how long a page waited for its kernel's answer to one message."""
        self._replies.observe(seconds)

    def observe_page(self, seconds: float) -> None:
        """Note how long somebody waited for a page."""
        self._pages.observe(seconds)

    def count_sign_in(self) -> None:
        """Count a personal link that signed somebody in."""
        self._sign_ins.inc()

    def count_error(self) -> None:
        """Count an answer that failed by our fault."""
        self._errors.inc()

    def count_death(self) -> None:
        """Count a kernel that ended without being asked to."""
        self._died.inc()

    def count_refused(self, reason: str) -> None:
        """Count a refusal. `reason` is one of a few words of ours, never what came from outside."""
        self._refused.labels(reason).inc()

    def text(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self._registry)

    def _count(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self._registry)


class _Present(Collector):
    """Reads what is open when the metrics are read."""

    def __init__(self, now: Callable[[], Now]) -> None:
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._now()
        yield GaugeMetricFamily("cba_pages", "Open pages", value=now.pages)
        yield GaugeMetricFamily("cba_people", "Different people with an open page", value=now.people)
        yield GaugeMetricFamily("cba_sockets", "Open sockets between pages and kernels", value=now.sockets)
        yield GaugeMetricFamily("cba_draining", "1 while the server goes down", value=int(now.draining))
        pool = GaugeMetricFamily(
            "cba_pool", "Pages made beforehand, by state, and people in the queue", labels=["state"]
        )
        for state, count in (now.pool or {}).items():
            pool.add_metric([state], count)
        yield pool
