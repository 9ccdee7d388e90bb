"""Apps of the demo: those that come with the portal, and those that people handed in."""

import io
import logging
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from apps_gallery import gallery, pictures
from apps_gallery.builtin.base import Fit, Table
from apps_gallery.builtin.config import stored_config
from apps_gallery.builtin.registry import template
from apps_gallery.builtin.tables import tables_of
from apps_gallery.manifest import AppDraft, Picture
from apps_gallery.models import CitizenApp
from apps_gallery.post import Post
from datasets import queries
from datasets.kernel.actors import ANYONE, SYSTEM
from datasets.kernel.unit_of_work import UnitOfWork
from portal.demo.citizens import CitizenSite, citizen_apps, picture
from portal.wiring import Services

log = logging.getLogger(__name__)

AUTHOR = "まつのき市 データ係"
PLATFORMS = ("web", "ios", "android")
_NO_DATA = "データをもらうだけで、使う人のことは何も集めません。"

Entry = Mapping[str, Any]


@cache
def builtin_apps() -> tuple[Entry, ...]:
    """What data/apps.toml says, in its order."""
    text = resources.files("portal.demo").joinpath("data/apps.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["apps"])


def slug_of(entry: Entry) -> str:
    """Address of a built-in app."""
    return f"{entry['template']}-{entry['dataset']}"


def wanted() -> int:
    """How many apps there will be."""
    return len(builtin_apps()) + len(citizen_apps())


def add_ready(services: Services, site: CitizenSite, post: Post) -> int:
    """Add every app whose data are public by now; again does no harm.

    Returns:
        How many apps there are.
    """
    with services.reading() as session:
        known = set(session.scalars(select(CitizenApp.slug)))
        tables = _public_tables(session, _missing(known))
    for entry in builtin_apps():
        found = tables.get(entry["dataset"], ())
        if slug_of(entry) not in known and found:
            _add_one(services, entry, found)
    for slug, entry in citizen_apps().items():
        if slug not in known and tables.keys() >= set(entry["datasets"]):
            kept = pictures.keep(services.files, io.BytesIO(picture(slug)))
            with services.begin(SYSTEM) as uow:
                _hand_in(uow, _draft(slug, entry, site, kept), post)
    with services.reading() as session:
        return len(session.scalars(select(CitizenApp.slug)).all())


def follow(services: Services, site: CitizenSite) -> None:
    """Let the apps that people handed in lead to where their pages are served now."""
    with services.begin(SYSTEM) as uow:
        for app in uow.session.scalars(
            select(CitizenApp).where(CitizenApp.slug.in_(citizen_apps()))
        ):
            app.url = site.address(app.slug)


def _add_one(services: Services, entry: Entry, tables: list[Table]) -> None:
    try:
        with services.begin(SYSTEM) as uow:
            _add_builtin(uow, entry, tables)
    except LookupError as fault:  # the other apps are no worse for it
        log.debug("app not added", extra={"app": slug_of(entry), "reason": str(fault)})


def _missing(known: set[str]) -> set[str]:
    own = {entry["dataset"] for entry in builtin_apps() if slug_of(entry) not in known}
    handed = (entry for slug, entry in citizen_apps().items() if slug not in known)
    return own | {slug for entry in handed for slug in entry["datasets"]}


def _public_tables(session: Session, slugs: Iterable[str]) -> dict[str, list[Table]]:
    datasets = queries.datasets_by_slug(session, sorted(slugs), ANYONE)
    found = {dataset.slug: list(tables_of(dataset)) for dataset in datasets}
    return {slug: tables for slug, tables in found.items() if tables}


def _add_builtin(uow: UnitOfWork, entry: Entry, tables: list[Table]) -> None:
    kind = template(entry["template"])
    table, fit = _fitting(entry, tables)
    (title, line, question), english = entry["ja"], entry["en"]
    config = stored_config(
        kind,
        table,
        fit,
        question={"ja": question, "en": english[2]},
        colour=entry.get("colour", "indigo"),
    )
    gallery.add_builtin(
        uow,
        entry["template"],
        config,
        {"title": {"ja": title, "en": english[0]}, "line": {"ja": line, "en": english[1]}},
        [entry["dataset"]],
        themes=_themes(uow.session, entry["dataset"]),
        slug=slug_of(entry),
        author=AUTHOR,
        platforms=PLATFORMS,
        works_elsewhere=True,
        privacy={"ja": _NO_DATA, "en": "It collects nothing about those who use it."},
        featured=entry.get("featured", False),
    )


def _fitting(entry: Entry, tables: list[Table]) -> tuple[Table, Fit]:
    """The first table that suits, with the columns the entry names or those that fit best."""
    kind = template(entry["template"])
    settings = {"measure": entry["measure"]} if "measure" in entry else {}
    tables = [table for table in tables if table.file == entry.get("file", table.file)]
    if "columns" in entry:
        columns = {slot: tuple(names) for slot, names in entry["columns"].items()}
        names = {name for found in columns.values() for name in found}
        table = next(t for t in tables if names <= {column.name for column in t.columns})
        return table, Fit(columns, settings)
    for table in tables:
        fit = kind.fits(table.columns, table.rows)
        if fit is not None:
            return table, Fit(fit.columns, {**fit.settings, **settings})
    raise LookupError(f"{slug_of(entry)}: {kind.why_not}")


def _themes(session: Session, slug: str) -> list[str]:
    return list(queries.public_dataset(session, slug).themes)[:1]


class _Reader:
    """A post whose letters are read at once: it remembers the secret of the last one."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.secret = ""

    def status_secret(self, app: CitizenApp) -> str:
        """As of the post."""
        return self.post.status_secret(app)

    def send(self, uow: UnitOfWork, event: str, app: CitizenApp, **places: Any) -> None:
        """Remember the secret, and send the letter."""
        self.secret = str(places.get("secret", self.secret))
        self.post.send(uow, event, app, **places)


def _hand_in(uow: UnitOfWork, draft: AppDraft, post: Post) -> None:
    """What an author does by the form and by the letter, and a moderator after it."""
    reader = _Reader(post)
    app = gallery.submit(uow, draft, reader)
    gallery.send(uow, app, reader)
    gallery.confirm(uow, app, reader.secret)
    app.slug = draft.slug
    gallery.approve(uow, app, reader)


def _draft(slug: str, entry: Entry, site: CitizenSite, kept: Picture) -> AppDraft:
    (title, line), (title_en, line_en) = entry["ja"], entry["en"]
    alt = {"ja": f"「{title}」の画面", "en": f"The screen of {title_en}"}
    return AppDraft(
        title={"ja": title, "en": title_en},
        line={"ja": line, "en": line_en},
        description=dict(zip(("ja", "en"), entry["about"], strict=True)),
        url=site.address(slug),
        author=entry["author"],
        contact=entry["contact"],
        platforms=tuple(entry["platforms"]),
        themes=(entry["theme"],),
        datasets=tuple(entry["datasets"]),
        license="MIT",
        privacy={"ja": _NO_DATA, "en": "It collects nothing about those who use it."},
        pictures=(
            Picture(
                sha256=kept.sha256,
                small_sha256=kept.small_sha256,
                width=kept.width,
                height=kept.height,
                alt=alt,
            ),
        ),
        slug=slug,
    )
