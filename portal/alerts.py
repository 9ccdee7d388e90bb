"""Letters to administrators about what has gone wrong by itself."""

from datasets.kernel import mail
from datasets.kernel.unit_of_work import UnitOfWork
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
