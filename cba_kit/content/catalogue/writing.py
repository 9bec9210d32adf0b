"""Writing: a sheet of kind trends as a YAML file that reads back as the same sheet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import yaml
from yaml import CSafeDumper, ScalarNode

from cba_kit.content.scalar import meaning
from cba_kit.content.shelf import parse
from cba_kit.content.source import Source, read_source
from cba_kit.errors import ContentError
from cba_kit.model.trends import Trends

_HEAD = """\
# {title}: made by “cba trends import” from {source}. Sheet of kind trends.
# Who edits this: the lead trainer. A trend's `key` is what ratings are stored under: never change it.
# Importing again with --replace takes names, descriptions, sectors and rings from the file; title, purpose,
# start, credit, scales and keys stay as they are here. Comments do not.

"""


def write_sheet(sheet: Trends, folder: Path, *, source: str, replace: bool = False) -> Path:
    """Write `folder`/KEY.yaml, whole or not at all, and return its path.

    Raises ContentError when the file is there already and `replace` is not set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{sheet.key}.yaml"
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{sheet.key}.")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(sheet_text(sheet, source=source))
            file.flush()
            os.fsync(file.fileno())
        _check(partial, sheet)
        if replace:
            partial.replace(target)
        else:
            os.link(partial, target)  # fails where somebody was faster; a rename would not
    except FileExistsError as error:
        raise ContentError(
            f"The sheet “{sheet.key}” exists already.",
            where=str(target),
            fix="Choose another key with --sheet, or add --replace.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return target


def sheet_text(sheet: Trends, *, source: str) -> str:
    """Return a sheet as YAML with a comment on top; what is empty is left out, as is the key."""
    whole = sheet.model_dump(mode="json", exclude={"key", "kind"})
    kept = {name: _bare(value) for name, value in whole.items() if value not in ("", {})}
    kept["scales"] = [{**scale.model_dump(), "ends": list(scale.ends)} for scale in sheet.scales]
    head = _HEAD.format(title=_on_one_line(sheet.title), source=_on_one_line(source))
    return head + yaml.dump(
        kept, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )


def _bare(value: object) -> object:
    if isinstance(value, list):
        return [
            {k: v for k, v in item.items() if v not in (None, "")} if isinstance(item, dict) else item
            for item in value
        ]
    return value


def _on_one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _check(partial: Path, sheet: Trends) -> None:
    source = read_source(partial, f"{sheet.key}.yaml")
    found, faults = parse(Source(f"{sheet.key}.yaml", source.tree), Trends, name="key")
    for fault in faults:
        raise fault
    if found != sheet:
        raise ContentError("The sheet cannot be written so that it reads back the same.", where=source.shown)


class _Plain(CSafeDumper):
    """Quotes each text that without quotes would be read as a number, a day or nothing."""


def _text(dumper: _Plain, value: str) -> ScalarNode:
    style = '"' if not isinstance(meaning(value), str) or len(value) > 90 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Plain.add_representer(str, _text)
