"""Sources that would bring the same datasets, however their addresses are written."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets.kernel.addresses import bare_address
from harvesters import registry
from harvesters.models import HarvestSource


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
    # http and https of one place may be two sites, and a folder of this machine has neither
    return f"{url.strip().partition(':')[0].lower()}:{bare_address(url)}"
