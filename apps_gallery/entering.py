"""From what is said of an app to its rows: words, pictures, data, and the address it gets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from apps_gallery.manifest import AppDraft
from apps_gallery.models import AppDataset, AppPicture, CitizenApp, Cost
from datasets.kernel.errors import NotFound
from datasets.kernel.text import slugify_ascii
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.organization import Organization

RESERVED = frozenset({"new", "pictures", "submission", "order"})
"""Words that stand where a slug stands in addresses."""


def fill(uow: UnitOfWork, app: CitizenApp, draft: AppDraft) -> None:
    """Let an app say what its draft says; an app that is new has its id already.

    Raises:
        NotFound: if a dataset or the organization is not here.
    """
    for name in ("url", "template", "author", "license", "source_code", "language"):
        setattr(app, name, getattr(draft, name))
    for name in ("title", "line", "description", "privacy", "config"):
        setattr(app, name, dict(getattr(draft, name)))
    app.platforms, app.themes = list(draft.platforms), list(draft.themes)
    app.cost = Cost(draft.cost)
    app.works_elsewhere = draft.works_elsewhere
    app.organization_id = _organization_id(uow, draft.organization)
    app.updated_at = uow.now
    app.pictures = [
        AppPicture(
            position=place,
            sha256=picture.sha256,
            small_sha256=picture.small_sha256,
            width=picture.width,
            height=picture.height,
            alt=dict(picture.alt),
        )
        for place, picture in enumerate(draft.pictures)
    ]
    app.uses = _uses(uow, draft.datasets)


def passing_slug(app_id: UUID) -> str:
    """The address of an app while nobody has approved it; it stays if no name gives a better."""
    return f"app-{app_id.hex[:12]}"


def enter(uow: UnitOfWork, app: CitizenApp) -> None:
    """Give an app the lasting address it is shown at, from its wish or its English name."""
    wish = app.slug if app.slug and not app.slug.startswith("app-") else ""
    named = [wish, *(app.title.get(lang, "") for lang in ("en", "ja"))]
    made = (slugify_ascii(name) for name in named if name)
    wanted = next((slug for slug in made if slug), passing_slug(app.id))
    app.slug = _free_slug(uow, app.id, wanted)


def _free_slug(uow: UnitOfWork, app_id: UUID, wanted: str) -> str:
    others = select(CitizenApp.slug).where(
        CitizenApp.id != app_id, CitizenApp.slug.startswith(wanted, autoescape=True)
    )
    with uow.session.no_autoflush:
        taken = set(uow.session.scalars(others)) | RESERVED
    numbered = (f"{wanted[:90]}-{number}" for number in range(2, 10_000))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)


def _organization_id(uow: UnitOfWork, slug: str) -> UUID | None:
    if not slug:
        return None
    with uow.session.no_autoflush:
        found = uow.session.scalars(
            select(Organization.id).where(Organization.slug == slug)
        ).one_or_none()
    if found is None:
        raise NotFound("There is no organization “{slug}”.", slug=slug)
    return found


def _uses(uow: UnitOfWork, slugs: Sequence[str]) -> list[AppDataset]:
    with uow.session.no_autoflush:
        found = {
            dataset.slug: dataset
            for dataset in uow.session.scalars(
                select(Dataset).where(Dataset.slug.in_(slugs), Dataset.state == State.PUBLISHED)
            )
        }
    for slug in slugs:
        if slug not in found:
            raise NotFound("There is no dataset “{slug}”.", slug=slug)
    return [
        AppDataset(dataset_id=found[slug].id, position=place)
        for place, slug in enumerate(dict.fromkeys(slugs))
    ]
