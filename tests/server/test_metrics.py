"""Metrics: every server counts for itself, numbers only, and only operators read them."""

from __future__ import annotations

import re

from prometheus_client.parser import text_string_to_metric_families

from cba_kit.server.metrics import Metrics, Now

from .serving import Browser, Served


def read(text: str) -> dict[str, float]:
    """Return samples without those about the process, labels and all: name{label} -> value."""
    return {
        sample.name + "".join(f"{{{value}}}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.startswith("process_") and not sample.name.endswith(("_bucket", "_created"))
    }


NOTHING = {
    "cba_pages": 0,
    "cba_people": 0,
    "cba_sockets": 0,
    "cba_draining": 0,
    "cba_reply_seconds_count": 0,
    "cba_reply_seconds_sum": 0,
    "cba_page_seconds_count": 0,
    "cba_page_seconds_sum": 0,
    "cba_sign_ins_total": 0,
    "cba_errors_total": 0,
    "cba_kernels_died_total": 0,
}


def test_what_was_counted_is_told() -> None:
    metrics = Metrics()
    metrics.observe_reply(0.25)
    metrics.observe_page(1.5)
    metrics.count_sign_in()
    metrics.count_error()
    metrics.count_death()
    metrics.count_refused("too_many")
    metrics.count_refused("too_many")
    assert read(metrics.text().decode()) == NOTHING | {
        "cba_reply_seconds_count": 1,
        "cba_reply_seconds_sum": 0.25,
        "cba_page_seconds_count": 1,
        "cba_page_seconds_sum": 1.5,
        "cba_sign_ins_total": 1,
        "cba_errors_total": 1,
        "cba_kernels_died_total": 1,
        "cba_refused_total{too_many}": 2,
    }


def test_servers_do_not_share_their_counts() -> None:
    Metrics().count_error()
    assert read(Metrics().text().decode()) == NOTHING


def test_what_is_open_is_asked_when_it_is_read() -> None:
    now = [Now()]
    metrics = Metrics(lambda: now[0])
    assert read(metrics.text().decode())["cba_pages"] == 0
    now[0] = Now(pages=3, people=2, sockets=4, draining=True, pool={"ready": 5, "waiting": 1})
    assert read(metrics.text().decode()) == NOTHING | {
        "cba_pages": 3,
        "cba_people": 2,
        "cba_sockets": 4,
        "cba_draining": 1,
        "cba_pool{ready}": 5,
        "cba_pool{waiting}": 1,
    }


def test_a_running_server_counts_sign_ins_refusals_and_its_own_memory(served: Served) -> None:
    def numbers() -> dict[str, float]:
        return read(Browser(served.url).ask("/metrics").text)

    before = numbers()
    served.open("ann")
    Browser(served.url).ask("/nowhere")
    Browser(served.url).ask("/download/ann.json")
    after = numbers()
    grown = {name: after[name] - before.get(name, 0) for name in after}
    assert (grown["cba_sign_ins_total"], grown["cba_errors_total"]) == (1, 0)
    assert (grown["cba_refused_total{missing}"], grown["cba_refused_total{no_link}"]) == (1, 1)
    assert re.search(r"^process_resident_memory_bytes \d", Browser(served.url).ask("/metrics").text, re.M)


def test_to_everybody_else_there_are_no_metrics(served: Served) -> None:
    """Neither to a visitor behind the proxy, nor to a person with a link."""
    ann = served.open("ann")
    assert ann.ask("/metrics").status == 200
    for browser in (ann, Browser(served.url)):
        for forwarded in ("192.0.2.1", "127.0.0.1, 192.0.2.1", "nonsense"):
            answer = browser.ask("/metrics", X_Forwarded_For=forwarded)
            assert (answer.status, answer.title) == (404, "We cannot find this page")
