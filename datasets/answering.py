"""What staff answer to a request, and what is wrong with it, field by field."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets import queries
from datasets.describing import Fault
from datasets.drafts import Words
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import Gone, NotFound
from datasets.kernel.messages import N_, Message
from datasets.models.dataset import Dataset, State
from datasets.models.voice import RequestState

LONGEST_ANSWER = 2_000
MOST_NAMES = 1_000

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# /ja/dataset/shelters/…, /d/shelters.csv and /d/shelters/…, with or without a host before it
_IN_ADDRESS = re.compile(r"(?:^|/)(?:dataset|d)/([^/?#.\s]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswer:
    """What staff answer to a request.

    Attributes:
        words: Public once the request is; a reason where it is declined.
        due_on: When the data come, where they are planned.
        dataset_slug: Where the data are, where they are published; an address of theirs will do.
    """

    state: RequestState
    words: str = ""
    due_on: date | None = None
    dataset_slug: str = ""


def answer_faults(session: Session, answer: RequestAnswer, now: datetime) -> list[Fault]:
    """What must be written otherwise before a request can be answered so."""
    faults = []
    if answer.state is RequestState.PLANNED:
        faults += _day_faults(answer.due_on, now)
    if answer.state is RequestState.PUBLISHED:
        faults += _dataset_faults(session, named_slug(answer.dataset_slug))
    return faults + words_faults(answer.words, needed=answer.state is RequestState.DECLINED)


def words_faults(words: str, *, needed: bool) -> list[Fault]:
    """What must be written otherwise in the words of an answer."""
    told = plain(words)
    if needed and not told:
        return [Fault("words", Message(N_("Give the reason; whoever asked will read it.")))]
    if len(told) > LONGEST_ANSWER:
        sentence = N_("Write at most {count} characters.")
        return [Fault("words", Message(sentence, {"count": LONGEST_ANSWER}))]
    return []


def named_slug(text: str) -> str:
    """The slug in what somebody typed: itself, or an address of the dataset."""
    typed = unicodedata.normalize("NFKC", text).strip()
    found = _IN_ADDRESS.search(typed)
    return found[1] if found else typed


def public_names(session: Session) -> Sequence[tuple[str, Words]]:
    """Slug and title of public datasets, newest first, at most `MOST_NAMES`."""
    named = select(Dataset.slug, Dataset.title).where(Dataset.state == State.PUBLISHED)
    newest = named.order_by(Dataset.published_at.desc(), Dataset.slug).limit(MOST_NAMES)
    return [(slug, title) for slug, title in session.execute(newest)]


def plain(text: str) -> str:
    """Text without what nobody sees: control characters, marks that turn the direction."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = (mark for mark in kept if mark == "\n" or unicodedata.category(mark) not in _UNSEEN)
    return unicodedata.normalize("NFC", "".join(shown)).strip()


def _day_faults(due_on: date | None, now: datetime) -> list[Fault]:
    if due_on is None:
        return [Fault("due_on", Message(N_("Say when the data are planned to come.")))]
    if due_on < now.astimezone(CITY_TIME).date():
        return [Fault("due_on", Message(N_("This day is past. Give a day that is to come.")))]
    return []


def _dataset_faults(session: Session, slug: str) -> list[Fault]:
    try:
        queries.public_dataset(session, slug)
    except NotFound:
        sentence = N_(
            "There are no public data of the short name “{slug}”. Choose from the list, or paste "
            "the address of their page."
        )
        empty = N_("Say which data answer the request: their short name, or their address.")
        return [Fault("dataset", Message(sentence, {"slug": slug}) if slug else Message(empty))]
    except Gone as refusal:
        return [Fault("dataset", refusal.message)]
    return []
