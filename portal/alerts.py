"""Letters to staff about what has gone wrong by itself."""

from datasets.kernel import mail
from datasets.kernel.actors import Permission
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from harvesters.models import HarvestSource
from portal.accounts import people
from portal.mail import letter
from portal.settings import Settings


def source_paused(uow: UnitOfWork, settings: Settings, source: HarvestSource) -> None:
    """Tell the administrators that a source was paused because it failed."""
    places = {
        "source": source.slug,
        "address": source.url,
        "failures": source.failures,
        "url": f"{settings.base_url}/staff/harvest/{source.slug}",
        "site": settings.site_title or "まちデータ",
    }
    for person in people.everyone(uow.session):
        if person.is_admin and person.is_active:
            mail.enqueue(uow, letter(person.email, "harvest_paused", places))


def assessment_overdue(uow: UnitOfWork, settings: Settings, dataset: Dataset) -> None:
    """Tell those who may decide on a dataset that its assessment is to be looked at again."""
    places = {
        "title": dataset.title.get("ja") or dataset.slug,
        "url": f"{settings.base_url}/staff/assessment/{dataset.slug}",
        "site": settings.site_title or "まちデータ",
    }
    for person in people.everyone(uow.session):
        known = people.with_memberships(uow.session, person.id)
        if known is None or not known.is_active:
            continue
        if people.as_actor(known).may(Permission.DISCLOSE, dataset.organization.slug):
            mail.enqueue(uow, letter(known.email, "assessment_overdue", places))
