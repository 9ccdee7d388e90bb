"""Sources that would bring the same datasets, however their addresses are written."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from harvesters import registry
from harvesters.models import HarvestSource

_PORTS = {"http": 80, "https": 443}


def twin_of(
    session: Session, *, kind: str, url: str, options: Mapping[str, str]
) -> HarvestSource | None:
    """The source that reads this already, the oldest if there are several.

    Raises:
        NotFound: if there is no such kind.
    """
    wanted = reach_of(kind, url, options)
    known = select(HarvestSource).where(HarvestSource.kind == kind)
    return next(
        (
            source
            for source in session.scalars(known.order_by(HarvestSource.created_at))
            if reach_of(kind, source.url, source.options) == wanted
        ),
        None,
    )


def reach_of(kind: str, url: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """What tells apart which datasets a source brings: its place, and what narrows it.

    Raises:
        NotFound: if there is no such kind.
    """
    known = registry.kind(kind)
    narrowed = (options.get(name, "").strip() for name in known.narrowing)
    return (_place(known.root_of(url)), *narrowed)


def _place(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # no address: only the same letters are the same place
        return url
    if not host:
        return url
    where = host if port in {None, _PORTS.get(parts.scheme)} else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{where}{parts.path.rstrip('/')}{query}"
