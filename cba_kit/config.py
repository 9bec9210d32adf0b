"""Academy and Settings: where a team's folder is and how it is set up. The only reader of the environment."""

from __future__ import annotations

import os
import secrets
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, ValidationError, field_validator

from cba_kit.errors import SettingsError

ENV_ACADEMY = "CBA_ACADEMY"
ENV_DATABASE = "DATABASE_URL"
ENV_SEAT = "CBA_SEAT"
ENV_LANGUAGE = "CBA_LANGUAGE"
ENV_SHARED = "CBA_SHARED"
TOML = "academy.toml"
LOOPBACK = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
"""The addresses of the machine itself."""
SHORTEST_SECRET = 32
"""Characters that a signing key has at least."""


def shipped(room: str) -> Path:
    """Return the folder `templates`, `notebooks` or `workbooks` that came with the installation."""
    packaged = Path(__file__).parent / "shipped" / room
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / room


class Settings(BaseModel):
    """What academy.toml may say. Every key has a default except the name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, description="The academy's name, shown at the top of every page")
    organiser: str = Field("", description="Who runs it; printed in credits")
    contact: str = Field("", description="E-mail address that pages offer for help")
    language: str = Field("en", description="Language of the interface: a file in templates/texts/")
    timezone: str = Field("Europe/Brussels", description="IANA name; times on pages are told in it")
    database: str = Field("", description="SQLAlchemy URL; empty: academy.db in this folder")
    address: str = Field("http://127.0.0.1:8866", description="The public address that links start with")
    day: date | None = Field(None, description="Play this day instead of today (a demo)")
    pool: int | None = Field(
        None, ge=0, description="Most pages kept ready; left out: as many as programme and people ask for"
    )
    pages: int = Field(0, ge=0, description="Most pages open at the same time; 0: as many as fit into memory")
    proxies: tuple[IPvAnyNetwork, ...] = Field(
        LOOPBACK, description="Addresses of reverse proxies whose X-Forwarded-… headers are believed"
    )
    monitors: tuple[IPvAnyNetwork, ...] = Field(
        LOOPBACK, description="Addresses that may read /metrics and the details of /healthz"
    )

    @field_validator("proxies", "monitors", mode="before")
    @classmethod
    def _one_or_several(cls, written: object) -> object:
        return (written,) if isinstance(written, str) else written


@dataclass(frozen=True)
class Academy:
    """A team's folder: its settings, database and own templates. Make one with `open_academy`."""

    folder: Path
    settings: Settings
    database_url: str

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The zone that times are shown in."""
        return ZoneInfo(self.settings.timezone)

    @property
    def templates(self) -> Path:
        """The academy's own templates; they come before the shipped ones."""
        return self.folder / "templates"

    @property
    def output(self) -> Path:
        """Where rendered reports lie: output/EDITION/REPORT/."""
        return self.folder / "output"

    def now(self) -> datetime:
        """Return the present moment (UTC), on the demo's day where one is set."""
        present = datetime.now(UTC)
        if self.settings.day is None:
            return present
        local = present.astimezone(self.timezone)
        return local.replace(
            year=self.settings.day.year, month=self.settings.day.month, day=self.settings.day.day
        ).astimezone(UTC)

    def secret(self) -> str:
        """Return the key that signs links and cookies; made on first use, readable by the owner only."""
        path = self.folder / ".secret"
        try:
            if not path.exists():
                _write_secret(path)
            value = path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise SettingsError(
                f"The signing key cannot be read or written ({error.strerror}).",
                where=str(path),
                fix="Make the academy's folder writable for this user, and the file readable.",
            ) from error
        except UnicodeDecodeError:
            value = ""
        if len(value) < SHORTEST_SECRET:  # anybody could sign with an empty one
            raise SettingsError(
                "The signing key is not complete.",
                where=str(path),
                fix="Put it back from a backup, or delete the file: then all links must be sent again.",
            )
        return value


def _write_secret(path: Path) -> None:
    """Put a new key at `path`, whole or not at all; where another process was quicker, its key stays."""
    handle, name = tempfile.mkstemp(prefix=".secret-", dir=path.parent)  # readable by the owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def open_academy(folder: Path | None = None) -> Academy:
    """Read the academy in `folder`, else in CBA_ACADEMY, else in the current folder.

    Raises SettingsError with the file and the fix when there is none or its settings are wrong.
    """
    place = (folder or Path(os.environ.get(ENV_ACADEMY) or ".")).resolve()
    path = place / TOML
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = Settings.model_validate(raw)
        ZoneInfo(settings.timezone)
    except FileNotFoundError as error:
        raise SettingsError(
            "No academy here: the file academy.toml is missing.",
            where=str(place),
            fix="Make one with “cba init DIR”, or name its folder with --academy DIR.",
        ) from error
    except OSError as error:
        raise SettingsError(f"It cannot be read ({error.strerror}).", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"It is not valid TOML: {error}.", where=str(path), fix="Correct that line."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The setting “{key}” is not right: {first['msg'].lower()}.",
            where=str(path),
            fix=f"Settings that exist: {', '.join(Settings.model_fields)}.",
        ) from error
    except ZoneInfoNotFoundError as error:
        raise SettingsError(
            f"The time zone “{settings.timezone}” is not known.",
            where=str(path),
            fix="Use an IANA name such as Europe/Sofia.",
        ) from error
    return Academy(place, settings, _database_url(place, settings))


def _database_url(place: Path, settings: Settings) -> str:
    url = os.environ.get(ENV_DATABASE) or settings.database
    if not url:
        return f"sqlite:///{place / 'academy.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def seated() -> bool:
    """Tell whether the server keeps this kernel for a visitor; in JupyterLab nobody comes."""
    return os.environ.get(ENV_SEAT) == "1"


def page_language() -> str:
    """Return the language that the server wants this kernel's page in; empty: the academy's."""
    return os.environ.get(ENV_LANGUAGE, "")


def shared_file() -> Path | None:
    """Return the file with what all reports of a batch share; None outside of a batch."""
    name = os.environ.get(ENV_SHARED, "")
    return Path(name) if name else None


def kernel_environment(academy: Academy, language: str) -> dict[str, str]:
    """Return the environment of a page's kernel: nobody's yet, and nothing secret."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "JUPYTER_PATH", "TMPDIR")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    return env | {
        ENV_ACADEMY: str(academy.folder),
        ENV_DATABASE: academy.database_url,
        ENV_SEAT: "1",
        ENV_LANGUAGE: language,
    }
