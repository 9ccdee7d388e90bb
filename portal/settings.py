"""Everything an operator can set, typed, from PORTAL_* variables; read once, here only."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from datasets.kernel.errors import InvalidSettings


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One portal's settings; sizes in bytes, times in seconds.

    Attributes:
        home: Where everything embedded lives: database, files, tables, index.
        database_url: SQLAlchemy URL; empty means SQLite under `home`.
        base_url: Address the public reaches the portal at, without a slash at its end.
        secret_key: Signs sessions and forms; made and kept under `home` if it is not set.
        site_title: Name of the portal, as shown on every page.
        operator: Who runs the portal, such as the city; shown at the foot of every page.
        contact: How to reach them, one line.
        area_code: Six-digit code of the portal's own city; its data come before those of others.
        default_locale: `ja` or `en`: what `/` shows.
        allow_loopback: Harvests may fetch from 127.0.0.1; for tests and the demo only.
        max_upload_bytes: Largest file a member of staff may upload.
        max_file_bytes: Largest file a harvest keeps.
        job_memory_bytes: Address space of one job or parsing process.
        job_time_s: Longest one file may take from reading to table.
        query_time_s: Longest one question about rows may take.
        workers: Jobs `portal serve` runs at once beside the site; 0 for none.
        smtp_url: Mail server, `smtp://user:password@host:587` (STARTTLS) or `smtps://…`; empty
            means that letters are laid into the folder `outbox` under `home`.
        mail_from: E-mail address that letters come from.
        log_format: `text` for people, `json` for machines.
    """

    home: Path = Path("var")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = ""
    site_title: str = ""
    operator: str = ""
    contact: str = ""
    area_code: str = ""
    default_locale: str = "ja"
    allow_loopback: bool = False
    max_upload_bytes: int = 512 * 1024 * 1024
    max_file_bytes: int = 1024 * 1024 * 1024
    job_memory_bytes: int = 2 * 1024 * 1024 * 1024
    job_time_s: int = 300
    query_time_s: int = 10
    workers: int = 1
    smtp_url: str = ""
    mail_from: str = "noreply@localhost"
    log_format: str = "text"

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'portal.sqlite'}"


def read_settings(
    environ: Mapping[str, str] | None = None, *, home: Path | None = None
) -> Settings:
    """Read `PORTAL_*` variables once; the secret key is made and kept if there is none.

    Args:
        environ: The environment of this process if None.
        home: Stands above PORTAL_HOME.

    Raises:
        InvalidSettings: naming every faulty variable at once.
    """
    environ = os.environ if environ is None else environ
    environ = environ if home is None else {**environ, "PORTAL_HOME": str(home)}
    values: dict[str, Any] = {}
    faults: list[str] = []
    for field in fields(Settings):
        text = environ.get(f"PORTAL_{field.name.upper()}")
        if text is None:
            continue
        try:
            values[field.name] = _READERS[field.type](text)
        except ValueError as fault:
            faults.append(f"PORTAL_{field.name.upper()}: {fault}")
    if values.get("default_locale", "ja") not in {"ja", "en"}:
        faults.append("PORTAL_DEFAULT_LOCALE: ja or en")
    if faults:
        raise InvalidSettings("These settings cannot be used: {faults}", faults="; ".join(faults))
    if not values.get("secret_key"):
        values["secret_key"] = _kept_secret(values.get("home", Path("var")))
    return Settings(**values)


def environment(settings: Settings) -> dict[str, str]:
    """The variables from which `read_settings` makes the same settings again."""
    shown = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    shown["home"] = settings.home.absolute()
    return {
        f"PORTAL_{name.upper()}": ("true" if value else "false")
        if isinstance(value, bool)
        else str(value)
        for name, value in shown.items()
    }


def _boolean(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("true or false")


def _whole_number(text: str) -> int:
    if not text.isdigit():
        raise ValueError("a whole number, 0 or more")
    return int(text)


_READERS: dict[Any, Callable[[str], Any]] = {
    Path: lambda text: Path(text).expanduser(),
    str: lambda text: text.rstrip("/"),
    bool: _boolean,
    int: _whole_number,
}


def _kept_secret(home: Path) -> str:
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = kept.with_name(f"secret_key.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(48))
        try:
            os.link(new, kept)  # only one of several starting at once wins
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return kept.read_text()
