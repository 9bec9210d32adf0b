"""The operators' guide: what it gives to copy works, and what it names exists."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from cba_kit.cli.main import app
from cba_kit.server import limits, seats
from cba_kit.server.drain import PATIENCE
from cba_kit.server.identity import COOKIE
from cba_kit.server.metrics import Metrics
from cba_kit.server.ownership import OwnedKernels
from tests.nginx import GUIDE, Nginx, guide

TEXT = GUIDE.read_text(encoding="utf-8")
UNIT = guide("ini", "# /etc/systemd/system/academy.service")


@pytest.mark.parametrize("servers", [[8866], [8866, 8867]], ids=["one server", "two servers"])
def test_nginx_takes_the_configuration_without_a_word(tmp_path: Path, servers: list[int]) -> None:
    assert Nginx(tmp_path, servers).check() == ""


def test_nginx_would_complain_about_a_mistake(tmp_path: Path) -> None:
    """So the test above can fail."""
    nginx = Nginx(tmp_path, [8866])
    conf = tmp_path / "academy.conf"
    conf.write_text(conf.read_text().replace("proxy_pass", "proxy_pas"))
    assert "unknown directive" in nginx.check()


def test_servers_are_chosen_by_the_cookie_that_we_set() -> None:
    assert f"hash $cookie_{COOKIE} consistent;" in guide("nginx", "upstream academy {\n    hash")


def systemd_says(folder: Path, unit: str) -> list[str]:
    """Return what systemd complains about in a unit."""
    programme = shutil.which("true")
    assert programme is not None
    path = folder / "academy.service"
    path.write_text(unit.replace("/opt/cba/bin/cba", programme))
    asked = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return [line for line in done.stderr.splitlines() if path.name in line]


def test_the_unit_has_its_three_parts() -> None:
    unit = ConfigParser(strict=True, interpolation=None)
    unit.read_string(UNIT)
    assert unit.sections() == ["Unit", "Service", "Install"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not there to ask")
def test_systemd_takes_the_unit_without_a_word_and_complains_about_a_mistake(tmp_path: Path) -> None:
    assert systemd_says(tmp_path, UNIT) == []
    [complaint] = systemd_says(tmp_path, UNIT.replace("ProtectClock", "ProtectClocks"))
    assert "ProtectClocks" in complaint


def test_the_service_has_time_to_go_down_with_care() -> None:
    [patience] = re.findall(r"TimeoutStopSec=(\d+)", UNIT)
    assert int(patience) > 2 * PATIENCE
    assert "KillMode=mixed" in UNIT
    assert f"for at most {PATIENCE:.0f} seconds" in TEXT


def test_the_service_and_the_nightly_backup_run_commands_that_exist() -> None:
    lines = re.findall(r"/opt/cba/bin/cba (.*)", TEXT)
    assert [line.split()[0] for line in lines] == ["serve", "backup"]
    for line in lines:
        name, *arguments = re.sub(r"\$\(.*\)", "DAY", line).split()
        typer.main.get_command(app).commands[name].make_context(name, arguments)  # type: ignore[attr-defined]


def documented() -> set[str]:
    section = TEXT.split("## Watching it")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.*?) \|", section, flags=re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def test_the_table_of_metrics_is_complete() -> None:
    """Every metric of ours is explained, and every one that is explained exists."""
    metrics = Metrics()
    metrics.count_refused("missing")
    families = list(text_string_to_metric_families(metrics.text().decode()))
    told = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in families
        if not family.name.endswith("_created")
    }
    assert {name for name in told if name.startswith("cba_")} == {
        name for name in documented() if name.startswith("cba_")
    }
    assert {name for name in documented() if name.startswith("process_")} <= told


def test_the_table_of_limits_says_what_is_enforced() -> None:
    table = TEXT.split("## Limits")[1].split("\n## ")[0]
    for said in (
        f"nobody has signed in | {limits.STRANGERS} |",
        f"connections of one person | {limits.OWN} |",
        f"open pages of one person | {OwnedKernels.most.default_value} |",
        f"| {seats.QUICK} at once, then one every {1 / seats.STEADY:.0f} s |",
        f"sockets to one page's kernel | {limits.SOCKETS} |",
        f"| {limits.GUESSES}, then one every {limits.GUESS_EVERY:.0f} s |",
        f"| {limits.LONGEST_ADDRESS // 1024} kB, {limits.LARGEST_HEAD // 1024} kB, "
        f"{limits.LARGEST_REQUEST // 1024} kB |",
        f"| {limits.SLOWEST_HEAD} s, {limits.SLOWEST_BODY} s |",
        f"| {limits.LARGEST_MESSAGE // 1024**2} MB |",
        f"| {limits.BURST:.0f} at once, then {limits.STEADY:.0f} a second |",
    ):
        assert said in table
