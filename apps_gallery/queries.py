"""Reads of the gallery: what is shown, in its order, and what waits for a person."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session, selectinload

from apps_gallery.models import AppDataset, AppEvent, AppOpening, AppPicture, AppState, CitizenApp
from apps_gallery.order import OPENS_DAYS, Merits, rank
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.addresses import bare_address
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset, State

# asked with every page of a dataset: put together once
_APPS_MARK = (
    select(
        func.count(),
        func.max(CitizenApp.updated_at),
        func.sum(case((CitizenApp.alive, 0), else_=1)),
    )
    .join(AppDataset, AppDataset.app_id == CitizenApp.id)
    .join(Dataset, Dataset.id == AppDataset.dataset_id)
    .where(Dataset.slug == bindparam("slug"), CitizenApp.state == AppState.APPROVED)
)


def shown(session: Session, today: date) -> list[CitizenApp]:
    """Every app the public sees, in the gallery's order, loaded whole."""
    apps = session.scalars(whole().where(CitizenApp.state == AppState.APPROVED)).all()
    opens = openings(session, today)
    return sorted(apps, key=lambda app: (*rank(merits(app, opens), today), app.slug))


def told_of(session: Session) -> Sequence[CitizenApp]:
    """Every app the public sees with its words and its data and no more, recommended ones first."""
    return session.scalars(
        select(CitizenApp)
        .options(
            selectinload(CitizenApp.uses)
            .selectinload(AppDataset.dataset)
            .load_only(Dataset.slug, Dataset.title, Dataset.state)
        )
        .where(CitizenApp.state == AppState.APPROVED)
        .order_by(CitizenApp.featured.desc(), CitizenApp.approved_at.desc(), CitizenApp.slug)
    ).all()


def shown_first(session: Session, limit: int, today: date) -> list[CitizenApp]:
    """The apps for the front page, only those that open: first one that draws charts.

    Args:
        session: To read with.
        limit: How many, n >= 0.
        today: The day of the city.
    """
    open_now = [app for app in shown(session, today) if app.alive]
    graph = next((app for app in open_now if app.template == "graph"), None)
    if graph is not None:
        open_now.remove(graph)
        open_now.insert(0, graph)
    return open_now[:limit]


def apps_of_dataset(session: Session, dataset_id: UUID) -> Sequence[CitizenApp]:
    """The public apps that use a dataset, newest first, loaded whole."""
    return session.scalars(
        whole()
        .join(AppDataset, AppDataset.app_id == CitizenApp.id)
        .where(AppDataset.dataset_id == dataset_id, CitizenApp.state == AppState.APPROVED)
        .order_by(CitizenApp.featured.desc(), CitizenApp.approved_at.desc(), CitizenApp.slug)
    ).all()


def apps_mark(session: Session, slug: str) -> tuple[object, ...]:
    """What changes whenever the apps shown with a dataset do, or one of them stops to open."""
    return tuple(session.connection().execute(_APPS_MARK, {"slug": slug}).one())


def public_app(session: Session, slug: str) -> CitizenApp:
    """An app the public may know of, loaded whole; one that was retired too.

    Raises:
        NotFound: if there is none of that slug, or it was never shown.
    """
    app = session.scalars(whole().where(CitizenApp.slug == slug)).one_or_none()
    if app is None or app.approved_at is None:
        raise _no_app(slug)
    if app.state not in {AppState.APPROVED, AppState.RETIRED}:
        raise _no_app(slug)
    return app


def staff_app(session: Session, slug: str, actor: Actor) -> CitizenApp:
    """An app that was sent in, for those who moderate, loaded whole; also by an earlier slug.

    Raises:
        NotFound: if there is none, or none this actor may know of.
    """
    app = session.scalars(whole().where(CitizenApp.slug == slug)).one_or_none()
    if app is None:
        app = _once_called(session, slug)
    if app is None or app.submitted_at is None or not actor.may(Permission.MODERATE):
        raise _no_app(slug)
    return app


def same_address(session: Session, app: CitizenApp) -> list[CitizenApp]:
    """Other apps at the address of this one that are public or wait, the oldest first."""
    if not app.url:
        return []
    others = session.scalars(
        select(CitizenApp)
        .where(
            CitizenApp.id != app.id,
            CitizenApp.url != "",
            CitizenApp.state.in_([AppState.APPROVED, AppState.SUBMITTED]),
        )
        .order_by(CitizenApp.submitted_at, CitizenApp.slug)
    )
    here = bare_address(app.url)
    return [other for other in others if bare_address(other.url) == here]


def staff_apps(session: Session, actor: Actor) -> Sequence[CitizenApp]:
    """Everything that was ever sent in, newest change first; empty for who may not moderate."""
    if not actor.may(Permission.MODERATE):
        return ()
    return session.scalars(
        whole()
        .where(CitizenApp.submitted_at.is_not(None))
        .order_by(CitizenApp.updated_at.desc(), CitizenApp.slug)
    ).all()


def waiting(session: Session, actor: Actor) -> Sequence[CitizenApp]:
    """What waits for a decision, the oldest first; empty for who may not moderate."""
    if not actor.may(Permission.MODERATE):
        return ()
    return session.scalars(
        whole()
        .where(CitizenApp.state == AppState.SUBMITTED)
        .order_by(CitizenApp.submitted_at, CitizenApp.slug)
    ).all()


def by_status_secret(session: Session, secret: str) -> CitizenApp:
    """The app whose author has this link, in any state, loaded whole.

    Raises:
        NotFound: if the secret is of none.
    """
    found = session.scalars(whole().where(CitizenApp.status_digest == digest(secret))).one_or_none()
    if found is None:
        raise NotFound("This link is not known. Check that it is whole, as it stood in the letter.")
    return found


def events(session: Session, app_id: UUID) -> Sequence[AppEvent]:
    """What became of an app, newest first."""
    return session.scalars(
        select(AppEvent).where(AppEvent.app_id == app_id).order_by(AppEvent.at.desc())
    ).all()


def is_public_picture(session: Session, sha256: str) -> bool:
    """Whether a picture belongs to an app that the public sees."""
    found = session.scalar(
        select(func.count())
        .select_from(AppPicture)
        .join(CitizenApp, CitizenApp.id == AppPicture.app_id)
        .where(
            (AppPicture.sha256 == sha256) | (AppPicture.small_sha256 == sha256),
            CitizenApp.state.in_([AppState.APPROVED, AppState.RETIRED]),
        )
    )
    return bool(found)


def public_datasets(app: CitizenApp) -> list[Dataset]:
    """The datasets of an app that was loaded whole, without those that are not public."""
    return [use.dataset for use in app.uses if use.dataset.state is State.PUBLISHED]


def openings(session: Session, today: date) -> dict[UUID, int]:
    """How often each app was opened in the days that count; apps nobody opened are left out."""
    first = today - timedelta(days=OPENS_DAYS - 1)
    found = session.execute(
        select(AppOpening.app_id, func.sum(AppOpening.count))
        .where(AppOpening.day >= first)
        .group_by(AppOpening.app_id)
    )
    return {app_id: int(count) for app_id, count in found}


def merits(app: CitizenApp, opens: dict[UUID, int]) -> Merits:
    """What an app that was loaded whole is ranked by."""
    changed = [data.modified_at for data in public_datasets(app) if data.modified_at]
    return Merits(
        featured=app.featured,
        opens=opens.get(app.id, 0),
        alive=app.alive,
        fresh_at=max(changed, default=None),
        approved_at=app.approved_at,
    )


def choosable_datasets(session: Session) -> list[tuple[str, dict[str, str]]]:
    """Slug and title of every public dataset, by title, for a form."""
    found = session.execute(
        select(Dataset.slug, Dataset.title).where(Dataset.state == State.PUBLISHED)
    )
    return sorted(((slug, title) for slug, title in found), key=lambda pair: str(pair[1]))


def whole() -> Select[CitizenApp]:
    """Apps with everything a page of one needs: pictures, data, organization."""
    return select(CitizenApp).options(
        selectinload(CitizenApp.organization),
        selectinload(CitizenApp.pictures),
        selectinload(CitizenApp.uses).selectinload(AppDataset.dataset),
    )


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _once_called(session: Session, slug: str) -> CitizenApp | None:
    # an app is called otherwise once it is approved: links in the audit keep the name before it
    found = session.scalar(
        select(AuditEntry.subject_id)
        .where(AuditEntry.subject_kind == "app", AuditEntry.detail["slug"].as_string() == slug)
        .limit(1)
    )
    if found is None:
        return None
    return session.scalars(whole().where(CitizenApp.id == UUID(found))).one_or_none()


def _no_app(slug: str) -> NotFound:
    return NotFound("There is no app “{slug}”.", slug=slug)
