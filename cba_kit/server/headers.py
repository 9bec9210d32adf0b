"""Headers: what every answer tells the browser about what it may load and do, and who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tornado.web import RequestHandler

if TYPE_CHECKING:
    from cba_kit.server.site import Site

YEAR = 365 * 24 * 3600
"""Seconds; how long browsers remember to ask us over TLS only."""

_SHARED = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
ONLY_US = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    f"connect-src 'self' data: blob:; worker-src 'self' blob:; {_SHARED}"
)
"""No page asks another host for anything. Voilà's front end needs inline scripts and eval; anywidget
loads modules from blob: addresses, ours import each other by data: addresses."""
LEAN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    f"font-src 'self' data:; connect-src 'self'; manifest-src 'self'; {_SHARED}"
)
"""For lean pages: no script and no style but files of ours, nothing evaluated."""
STYLED = LEAN.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""For lean pages on which a notebook's own output brings styles: a table of pandas does."""
WAITING = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; "
    + _SHARED
)
"""For the page that waits for another: it asks for its place in the queue, and nothing else."""
SILENT = f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; {_SHARED}"
"""For pages that only say something: no script at all."""

FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What a browser could offer and no page of ours asks for."""


def protect(handler: RequestHandler, policy: str) -> None:
    """Set the headers that every answer has: what it may load and do, and who may use it."""
    handler.clear_header("Server")
    handler.set_header("Content-Security-Policy", policy)
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.set_header("Referrer-Policy", "no-referrer")
    handler.set_header("Cross-Origin-Opener-Policy", "same-origin")
    handler.set_header("Cross-Origin-Resource-Policy", "same-origin")
    handler.set_header("Permissions-Policy", ", ".join(f"{feature}=()" for feature in FEATURES))
    site: Site = handler.settings["site"]
    if site.academy.settings.address.startswith("https:"):
        handler.set_header("Strict-Transport-Security", f"max-age={YEAR}")
