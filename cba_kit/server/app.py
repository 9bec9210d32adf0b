"""The application: Voilà with our identity, our routes and nothing else."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jupyter_core.utils import ensure_async
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.utils import url_path_join
from tornado.web import Application, RequestHandler
from traitlets import Any as AnyTrait
from traitlets.config import Config

from cba_kit.config import Academy, shipped
from cba_kit.server.documents import NAME, Download, Report
from cba_kit.server.guard import Nowhere
from cba_kit.server.health import Health
from cba_kit.server.home import Home
from cba_kit.server.identity import Join
from cba_kit.server.ownership import (
    MESSAGES,
    FrontEndFile,
    OwnChannels,
    OwnedKernels,
    OwnKernel,
    TabClosed,
)
from cba_kit.server.rendering import FreshPages
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

    def prepare(self) -> None:
        """Set up templates and what the parts need; then `handlers` can be asked for."""
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self.connection_dir = tempfile.mkdtemp(prefix="cba_")
        self._keep_talks_private()
        self.app = Application(**self.init_settings())
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
        self.kernel_manager.allowed_message_types = MESSAGES
        return settings | {
            "site": self.site,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {
                "samesite": "Lax",
                "path": self.base_url,
                "secure": self.site.academy.settings.address.startswith("https:"),
            },
            "default_handler_class": Nowhere,
            "log_function": log_answer,
            "serve_traceback": False,
            "ws_ping_timeout": 30_000,  # milliseconds; may not be longer than the time between two pings
        }

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return every route there is; Voilà's own page, tree, file and contents routes are left out."""
        pages = FreshPages(self, self.site)
        person = rf"({NAME})\.(html|pdf)"
        routes: list[tuple[Any, ...]] = [
            (r"/", Home, {"pages": pages}),
            (r"/coach", Home, {"pages": pages, "name": "coach.ipynb"}),
            (r"/join/([\w.\-]+)", Join),
            (r"/healthz", Health),
            (rf"/reports/({NAME})/({NAME})/{person}", Report),
            (rf"/download/({NAME})\.(json|xlsx)", Download),
            (rf"/api/kernels/{KERNEL}", OwnKernel),
            (rf"/api/kernels/{KERNEL}/channels", OwnChannels),
            (rf"/voila/api/shutdown/{KERNEL}", TabClosed),
            (r"/voila/templates/lab/static/(.*)", FrontEndFile, {"paths": self.static_paths}),
            (r"/voila/static/(.*)", FrontEndFile, {"paths": self.static_paths}),
            (r"/voila/labextensions/(.*)", FrontEndFile, {"paths": self.labextensions_path}),
        ]
        return [(url_path_join(self.base_url, route[0]), *route[1:]) for route in routes]

    async def watch(self) -> None:
        """End pages whose link was withdrawn or has ended, again and again."""
        while True:
            await asyncio.sleep(ASKED_AGAIN)
            await self.kernel_manager.end_refused(self.site)

    async def end(self) -> None:
        """End all kernels and leave nothing behind."""
        await ensure_async(self.kernel_manager.shutdown_all(now=True))
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _keep_talks_private(self) -> None:
        """Let kernels talk through a folder of ours: everybody on this machine can read from a port."""
        longest = Path(self.connection_dir, f"kernel-{uuid.uuid4()}-ipc-00000")
        if sys.platform != "win32" and len(str(longest)) <= LONGEST_SOCKET:
            self.config.KernelManager.transport = "ipc"

    def _templates(self) -> tuple[Path, Path]:
        return self.site.academy.templates, shipped("templates")


def configuration(academy: Academy) -> Config:
    own = academy.folder / "workbooks"
    config = Config()
    config.Voila.root_dir = str(own if own.is_dir() else shipped("workbooks"))
    config.VoilaConfiguration.template = "lab"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.multi_kernel_manager_class = OwnedKernels
    config.VoilaConfiguration.extension_allowlist = [
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    ]
    config.VoilaExecutor.timeout = 60
    config.VoilaExecutor.allow_errors = True  # a failed cell is our error page, not Voilà's words in a cell
    config.MappingKernelManager.cull_idle_timeout = 15 * 60
    config.MappingKernelManager.cull_interval = 60
    config.MappingKernelManager.cull_connected = False
    return config


def log_answer(handler: RequestHandler) -> None:
    """Log one answer without what is private in an address: the token of a link, however it is written."""
    path = handler.request.path
    if "join" in unquote(path).lower():
        path = "/join/…"
    level = logging.INFO if handler.get_status() < 500 else logging.ERROR
    milliseconds = 1000 * handler.request.request_time()
    log.log(level, "%d %s %s %.0f ms", handler.get_status(), handler.request.method, path, milliseconds)
