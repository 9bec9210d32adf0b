"""Pictures: SVG and pixels made ready for print — described, sized, free of scripts and of other hosts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import mimetypes
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree  # type: ignore[import-untyped]  # lxml has no types
from PIL import Image, UnidentifiedImageError

from cba_kit.reports.blocks.tree import Block, Draft, text, visible

SVG = "image/svg+xml"
TYPES = (SVG, "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")
"""Kinds of pictures that a notebook may hold."""

_KEPT = {"PNG": "png", "JPEG": "jpg"}
_PIXELS = 60_000_000
_BYTES = 40_000_000
_DATA = re.compile(r"data:([\w/+.-]+)((?:;[\w=.-]+)*?)(;base64)?,(.*)", re.DOTALL)
_NUMBER = re.compile(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_PIXEL = 25.4 / 96
_NO_SIZE = (300 * _PIXEL, 150 * _PIXEL)
"""What a browser gives a drawing that does not say how large it is."""
_UNITS = {"": _PIXEL, "px": _PIXEL, "pt": 25.4 / 72, "pc": 25.4 / 6, "mm": 1.0, "cm": 10.0, "in": 25.4}
_SVG_NAME = "http://www.w3.org/2000/svg"
_REFUSED = {"script", "foreignobject", "iframe", "object", "embed", "handler", "set"}


def picture(
    draft: Draft, raw: bytes | str, mime: str, *, alt: str = "", size: Mapping[str, Any] | None = None
) -> Block:
    """Return a picture, or its description in words when it cannot be shown.

    `raw` is SVG, or pixels as bytes or base64; `size` may give a width and a height in pixels.
    """
    content = raw.encode() if isinstance(raw, str) and mime == SVG else _bytes(raw)
    if content is None or not content or len(content) > _BYTES:
        return _missing(draft, alt)
    made = _drawn(content) if mime == SVG else _pixels(content)
    if made is None:
        return _missing(draft, alt)
    words = visible(alt or made.pop("own", ""))
    made.pop("own", None)
    if not words:
        draft.note("a picture has no description (metadata “alt”).")
        words = draft.words.say("undescribed")
    if "raw" in made:
        kept: bytes = made.pop("raw")
        made["file"] = f"{hashlib.sha256(kept).hexdigest()[:20]}.{made.pop('ext')}"
        draft.files[made["file"]] = kept
    return {"t": "image", "alt": words, "caption": "", "where": draft.where} | _sized(made, size or {})


def linked(draft: Draft, url: str, *, alt: str = "", size: Mapping[str, Any] | None = None) -> Block:
    """Return the picture behind an address: data, an attachment of the cell, or a file beside the notebook.

    Nothing is fetched from another host, and no file outside the notebook's folder is read.
    """
    found = _data(url) or _attached(draft, url) or _beside(draft, url)
    if found is not None:
        return picture(draft, found[0], found[1], alt=alt, size=size)
    shown = url if len(url) <= 80 else f"{url[:79]}…"
    draft.note(f"the picture {shown} is not in the notebook's folder, so it is not shown.")
    return text(draft.words.say("no_picture", words=alt or shown))


def data_url(block: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Return a picture as an address that holds all of it."""
    raw = block["svg"].encode() if block.get("svg") else files[block["file"]]
    mime = SVG if block.get("svg") else "image/png" if block["file"].endswith(".png") else "image/jpeg"
    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"


def _missing(draft: Draft, alt: str) -> Block:
    draft.note("a picture is broken, so it is not shown.")
    return text(draft.words.say("broken_picture", words=alt) if alt else draft.words.say("broken"))


def _bytes(raw: bytes | str) -> bytes | None:
    if isinstance(raw, bytes):
        return raw
    try:
        return base64.b64decode(raw)
    except (binascii.Error, ValueError):
        return None


def _pixels(raw: bytes) -> dict[str, Any] | None:
    """Return what the printers can use as it is, and anything else as PNG."""
    try:
        with Image.open(io.BytesIO(raw)) as image:
            width, height, ext = image.width, image.height, _KEPT.get(image.format or "")
            if not width or not height or width * height > _PIXELS:
                return None
            image.verify()  # finds a file that was cut; a picture is opened again after it
        with Image.open(io.BytesIO(raw)) as image:
            if ext is None or getattr(image, "is_animated", False):
                changed = io.BytesIO()
                image.convert("RGBA").save(changed, "PNG")
                raw, ext = changed.getvalue(), "png"
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return {"raw": raw, "ext": ext, "width": width * _PIXEL, "height": height * _PIXEL}


def _drawn(raw: bytes) -> dict[str, Any] | None:
    """Return an SVG without scripts and outside addresses, with its own description and its size."""
    source = raw.decode("utf-8", "replace")
    if "xmlns=" not in source[: source.find(">", source.find("<svg")) + 1]:
        source = source.replace("<svg", f'<svg xmlns="{_SVG_NAME}"', 1)
    # what a browser forgives in a page: names of this kind are written without being declared
    if "xlink:" in source and "xmlns:xlink" not in source:
        source = source.replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"', 1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname != "svg":
        return None
    for element in list(root.iter()):
        _tamed(element, root)
    width, height = _svg_size(root)
    own = [" ".join("".join(part.itertext()).split()) for part in root if _local(part) in ("title", "desc")]
    label = root.get("aria-label", "")
    words = ". ".join(part.rstrip(".") for part in own if part) or label
    return {"svg": etree.tostring(root, encoding="unicode"), "own": words, "width": width, "height": height}


def _tamed(element: Any, root: Any) -> None:
    parent = element.getparent()
    if not isinstance(element.tag, str):
        return
    if _local(element) in _REFUSED and element is not root:
        parent.remove(element)
        return
    for name, value in list(element.attrib.items()):
        local = etree.QName(name).localname.lower()
        outside = local == "href" and not re.match(r"\s*(#|data:image/(?!svg))", value)
        if local.startswith("on") or outside:
            del element.attrib[name]


def _local(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _svg_size(root: Any) -> tuple[float, float]:
    """Return width and height in millimetres; 0 where the drawing says nothing."""
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", root.get("viewBox", ""))[:4]]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width and not height:
            return width, width * box[3] / box[2]
        if height and not width:
            return height * box[2] / box[3], height
        if not width:
            return 0.0, 0.0
    return (width, height) if width and height else _NO_SIZE


def _length(value: str | None) -> float:
    """Return a length in millimetres, from pixels unless it says otherwise."""
    found = _NUMBER.fullmatch(value or "")
    return float(found[1]) * _UNITS[found[2].lower()] if found else 0.0


def _sized(made: dict[str, Any], size: Mapping[str, Any]) -> dict[str, Any]:
    """Set width and height in millimetres, as the notebook asks; one alone keeps the proportions."""
    natural_width, natural_height = made["width"], made["height"]
    width, height = (_length(str(size.get(side) or "")) for side in ("width", "height"))
    share = natural_height / natural_width if natural_width else 0.0
    if width:
        made["width"], made["height"] = width, width * share
    elif height and share:
        made["width"], made["height"] = height / share, height
    return made | {"width": round(made["width"], 2), "height": round(made["height"], 2)}


def _data(url: str) -> tuple[bytes, str] | None:
    found = _DATA.fullmatch(url.strip())
    if not found or found[1] not in TYPES:
        return None
    try:
        raw = base64.b64decode(unquote(found[4])) if found[3] else unquote_to_bytes(found[4])
    except (binascii.Error, ValueError):
        raw = b""
    return raw, found[1]


def _attached(draft: Draft, url: str) -> tuple[bytes | str, str] | None:
    name = unquote(url.removeprefix("attachment:"))
    if not url.startswith("attachment:") or name not in draft.attachments:
        return None
    for mime, content in draft.attachments[name].items():
        if mime in TYPES:
            return "".join(content), mime
    return None


def _beside(draft: Draft, url: str) -> tuple[bytes, str] | None:
    if draft.folder is None or ":" in url or "\x00" in url or url.startswith(("/", "\\")):
        return None
    root = draft.folder.resolve()
    path = (root / unquote(url.split("?")[0].split("#")[0])).resolve()
    mime = mimetypes.guess_type(path.name)[0] or ""
    if (
        mime not in TYPES
        or not path.is_relative_to(root)
        or not path.is_file()
        or path.stat().st_size > _BYTES
    ):
        return None
    return path.read_bytes(), mime
