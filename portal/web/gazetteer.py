"""Where the names of towns and facilities are: made from the public tables, kept in memory."""

import time
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from apps_gallery.builtin.base import Source
from apps_gallery.builtin.gazetteer import Gazetteer
from apps_gallery.builtin.near_groups import grouped
from apps_gallery.builtin.published import catalogue_mark, published_tables
from apps_gallery.builtin.surveying import make_gazetteer
from portal.web.context import services


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of places while the catalogue stays as it is.

    Attributes:
        mark: Of the catalogue.
        groups: Lists of places by code of their kind.
        kept_until_s: Before this moment of the process a change is not looked at, so that a long
            harvest does not have every reader wait.
    """

    mark: str
    kept_until_s: float
    gazetteer: Gazetteer
    groups: dict[str, list[Source]]


_known: WeakKeyDictionary[Engine, Surroundings] = WeakKeyDictionary()
_lock = Lock()
_KEPT_TIMES = 10  # as long as making it took


def surroundings() -> Surroundings:
    """The places of the catalogue as it is now; read anew only when it has changed."""
    portal = services()
    with portal.reading() as session:
        mark = catalogue_mark(session)
        known = _known.get(portal.engine)
        if known is not None and _serves(known, mark):
            return known
        with _lock:  # the first of several readers does the work
            known = _known.get(portal.engine)
            if known is None or not _serves(known, mark):
                known = _known[portal.engine] = _read(session, mark)
    return known


def _serves(known: Surroundings, mark: str) -> bool:
    return known.mark == mark or time.monotonic() < known.kept_until_s


def _read(session: Session, mark: str) -> Surroundings:
    store = services().tables
    start = time.monotonic()
    tables = [table for table in published_tables(session) if store.has(table.key)]
    gazetteer = make_gazetteer(store, tables)
    end = time.monotonic()
    kept_until_s = end + (end - start) * _KEPT_TIMES
    return Surroundings(mark, kept_until_s, gazetteer, grouped(tables))
