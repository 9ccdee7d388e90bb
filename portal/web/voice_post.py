"""Letters to people who asked for data or pointed out a fault, where they left an address."""

from datasets.kernel import mail
from datasets.kernel.errors import InvalidMail
from datasets.kernel.unit_of_work import UnitOfWork
from portal.mail import letter
from portal.web.context import services


def send(uow: UnitOfWork, event: str, contact: str, *, link: str, words: str = "") -> None:
    """Queue a letter; what is no address is a telephone number or a name, and gets none.

    Args:
        uow: Whose transaction it is.
        event: `voice_received` or `voice_answered`.
        contact: As the writer gave it.
        link: Path of the page to look at.
        words: What the city answers; nothing that a stranger wrote goes into a letter.
    """
    settings = services().settings
    places = {
        "site": settings.site_title or "まちデータ",
        "url": settings.base_url + link,
        "words": words,
        "contact": settings.contact,
    }
    try:
        written = letter(contact, event, places)
    except InvalidMail:
        return
    mail.enqueue(uow, written)
