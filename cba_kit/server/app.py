"""The application: Voilà with our identity, our routes and nothing else."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
import traceback
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.utils import url_path_join
from tornado.web import Application, RequestHandler
from traitlets import Any as AnyTrait
from traitlets.config import Config

from cba_kit.config import Academy, shipped
from cba_kit.server.assets import EXTENSIONS, assets
from cba_kit.server.channels import OwnChannels
from cba_kit.server.demand import Forecast
from cba_kit.server.documents import BOOK, NAME, Download, SheetDownload
from cba_kit.server.drain import Drain
from cba_kit.server.fresh import Fresh
from cba_kit.server.guard import Nowhere
from cba_kit.server.health import Health, Numbers
from cba_kit.server.home import Home, Queue
from cba_kit.server.identity import Goodbye, SignOut
from cba_kit.server.limits import LARGEST_MESSAGE, Guesses
from cba_kit.server.making import Maker
from cba_kit.server.metrics import Metrics, Now
from cba_kit.server.ownership import OwnedKernels
from cba_kit.server.pool import Pool
from cba_kit.server.proxies import Networks
from cba_kit.server.report import Report
from cba_kit.server.seats import OwnKernel, SeatHandler, Seats, TabClosed
from cba_kit.server.specs import ForkedSpecs
from cba_kit.server.statics import StaticFile
from cba_kit.server.stock import (
    Voila,
    VoilaConfiguration,
    collect_static_paths,
    collect_template_paths,
)

log = logging.getLogger(__name__)

KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
ASKED_AGAIN = 5
"""Seconds between two looks at whether the links of open pages still hold."""
LONGEST_SOCKET = 100
"""Characters that the path of a socket may have on every system."""


class AcademyVoila(Voila):  # type: ignore[misc]  # Voilà has no types
    """Voilà for one academy. Its configuration is written here; no file on the machine changes it."""

    site = AnyTrait(help="the academy that is served")
    reports = AnyTrait(None, allow_none=True, help="what makes documents when somebody opens them")

    def prepare(self) -> None:
        """Set up templates and what the parts need; then `handlers` can be asked for."""
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self.connection_dir = tempfile.mkdtemp(prefix="cba_")
        self.drain = Drain()
        self.fresh = Fresh(self.reports) if self.reports is not None else None
        self._keep_talks_private()
        settings = self.init_settings()
        self.app = Application(**settings)
        self._open_pool(settings)
        self.app.add_handlers(".*$", self.init_handlers())

    def setup_template_dirs(self) -> None:
        """Look for the page's template in the academy's folder, then in ours, then in Voilà's."""
        rooms = [folder / room for folder in self._templates() for room in ("pages", "look")]
        self.template_paths = [str(room) for room in rooms if room.is_dir()]
        self.template_paths += collect_template_paths(["voila", "nbconvert"], "lab", prune=True)
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")
        self.static_paths.append(DEFAULT_STATIC_FILES_PATH)

    def init_settings(self) -> dict[str, Any]:
        """Return tornado's settings; every one that concerns safety is named here."""
        settings: dict[str, Any] = super().init_settings()
        return settings | {
            "site": self.site,
            "statics": assets(self.base_url, self.template_paths, self.static_paths, self.labextensions_path),
            "metrics": Metrics(self.now),
            "drain": self.drain,
            "guesses": Guesses(),
            "monitors": Networks(self.site.academy.settings.monitors),
            "websocket_max_message_size": LARGEST_MESSAGE,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {
                "samesite": "Lax",
                "path": self.base_url,
                "secure": self.site.academy.settings.address.startswith("https:"),
            },
            "default_handler_class": Nowhere,
            "log_function": log_answer,
            "serve_traceback": False,
        }

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return every route there is; Voilà's own page, tree, file and contents routes are left out."""
        seats = {"seats": self.seats}
        document = rf"({NAME})\.(html|pdf)"
        routes: list[tuple[Any, ...]] = [
            (r"/", Home, seats),
            (r"/coach", Home, seats | {"name": "coach.ipynb"}),
            *self.identity_provider.routes(),
            (r"/sign-out", SignOut),
            (r"/goodbye", Goodbye),
            (r"/healthz", Health),
            (r"/metrics", Numbers),
            (rf"/reports/({NAME})/({NAME})/{document}", Report, {"fresh": self.fresh}),
            (rf"/download/({NAME})\.(json|xlsx)", Download),
            (rf"/download/({BOOK})/({NAME})\.(csv|xlsx|md|svg|json)", SheetDownload),
            (rf"/api/kernels/{KERNEL}", OwnKernel),
            (rf"/api/kernels/{KERNEL}/channels", OwnChannels),
            (rf"/voila/api/shutdown/{KERNEL}", TabClosed),
            (r"/seat", SeatHandler, seats),
            (r"/queue", Queue, seats),
            (r"/v/(\w+)/(.+)", StaticFile, {"statics": self.app.settings["statics"]}),
        ]
        return [(url_path_join(self.base_url, route[0]), *route[1:]) for route in routes]

    def now(self) -> Now:
        """Return what is open at this moment."""
        owners = self.kernel_manager.owners
        return Now(
            pages=len(owners),
            people=len({person.id for person in owners.values()}),
            sockets=self.kernel_manager.sockets(),
            draining=self.drain.draining,
            pool=self.pool.counts(),
        )

    async def watch(self) -> None:
        """Keep the pool filled; end pages that nobody looks at and those whose link opens nothing now."""
        await self.forecast.refresh()
        async with asyncio.TaskGroup() as tasks:
            for work in (self.pool.run, self.forecast.run, self._end_pages):
                tasks.create_task(_always(work))
            if self.fresh is not None:
                tasks.create_task(self.fresh.warm(self._has_time))

    async def _end_pages(self) -> None:
        while True:
            await asyncio.sleep(ASKED_AGAIN)
            await self.kernel_manager.end_refused(self.site)
            await self.kernel_manager.end_unseen()

    async def end(self) -> None:
        """End all kernels and leave nothing behind."""
        self.pool.close()
        endings = [self.kernel_manager.end_all()]
        if self.fresh is not None:
            endings.append(self.fresh.end())
        await asyncio.gather(*endings)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _has_time(self) -> bool:
        """Tell whether no page is being made or waited for."""
        counts = self.pool.counts()
        return not counts["making"] and not counts["waiting"]

    def _open_pool(self, settings: dict[str, Any]) -> None:
        """Let pages be made in advance, for the people and the programme of this academy."""
        kernels: OwnedKernels = self.kernel_manager
        chosen = self.site.academy.settings
        self.forecast = Forecast(self.site, present=lambda: self.seats.present(), most=chosen.pool)
        maker = Maker(self, self.site, settings["statics"])
        self.pool = Pool(maker, kernels, wanted=self.forecast.wanted, most=chosen.pages)
        self.seats = Seats(self.site, kernels, self.pool)
        metrics: Metrics = settings["metrics"]
        kernels.replied = metrics.observe_reply

        def died(kernel: str) -> None:
            metrics.count_death()
            self.pool.drop(kernel)

        kernels.died = died

    def _keep_talks_private(self) -> None:
        """Let kernels talk through a folder of ours: everybody on this machine can read from a port."""
        longest = Path(self.connection_dir, f"kernel-{uuid.uuid4()}-ipc-00000")
        if sys.platform != "win32" and len(str(longest)) <= LONGEST_SOCKET:
            self.config.KernelManager.transport = "ipc"

    def _templates(self) -> tuple[Path, Path]:
        return self.site.academy.templates, shipped("templates")


async def _always(work: Callable[[], Awaitable[None]]) -> None:
    """Do work that never ends; when it breaks, say so and begin again."""
    while True:
        try:
            await work()
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            log.error("%s in the background:\n%s", type(error).__name__, where)
        await asyncio.sleep(ASKED_AGAIN)


def configuration(academy: Academy) -> Config:
    own = academy.folder / "workbooks"
    config = Config()
    config.Voila.root_dir = str(own if own.is_dir() else shipped("workbooks"))
    config.VoilaConfiguration.template = "lab"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.multi_kernel_manager_class = OwnedKernels
    config.VoilaConfiguration.kernel_spec_manager_class = ForkedSpecs
    config.ForkedSpecs.templates = str(academy.templates)
    config.VoilaConfiguration.extension_allowlist = list(EXTENSIONS)
    return config


def log_answer(handler: RequestHandler) -> None:
    """Log one answer without what is private in an address: the token of a link, however it is written."""
    path = handler.request.path
    if "join" in unquote(path).lower():
        path = "/join/…"
    level = logging.INFO if handler.get_status() < 500 else logging.ERROR
    milliseconds = 1000 * handler.request.request_time()
    log.log(level, "%d %s %s %.0f ms", handler.get_status(), handler.request.method, path, milliseconds)
