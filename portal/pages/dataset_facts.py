"""The lines of "About this data" on the page of a dataset."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from datasets import assessing
from datasets.kernel.clock import CITY_TIME
from datasets.models.dataset import Dataset
from datasets.queries import PublicFile
from datasets.reading.encoding import encoding_name
from datasets.vocabulary import FREQUENCY_BY_CODE
from portal.pages.dataset_words import page_url
from portal.web.context import services
from portal.web.file_card import followed
from portal.web.jinja import day
from portal.web.language import words, words_lang
from portal.web.urls import current_locale


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of "About this data"; `url` may be empty."""

    name: str
    text: str
    url: str = ""
    lang: str | None = None


def impact(dataset: Dataset) -> list[Fact]:
    """What readers are told of the impact assessment."""
    today = services().clock.now().astimezone(CITY_TIME).date()
    with services().reading() as session:
        told = assessing.public_summary(session, dataset.id)
        is_overdue = assessing.is_overdue(session, dataset.id, today)
    facts = [Fact(str(_("Impact on people")), words(told), "", words_lang(told))] if told else []
    if is_overdue:
        late = _("The day on which this was to be weighed again has passed; it is being looked at.")
        facts.append(Fact(str(_("Next look at the impact")), str(late)))
    return facts


def about(dataset: Dataset, first: PublicFile | None) -> list[Fact]:
    """Who published a dataset, when, from where, and where it stays."""
    owner = dataset.organization
    facts = [
        Fact(
            str(_("Published by")),
            words(owner.title),
            url_for("organization.show", slug=owner.slug),
            words_lang(owner.title),
        ),
        Fact(str(_("Contact")), owner.contact),
        Fact(str(_("Published on")), day(dataset.published_at)),
        Fact(str(_("Content last changed")), day(dataset.modified_at)),
        Fact(str(_("Renewed")), str(_(FREQUENCY_BY_CODE[dataset.frequency].label))),
        Fact(str(_("Keywords")), ", ".join(dataset.keywords)),
    ]
    if first and first.version.encoding not in (None, "utf-8"):
        facts.append(
            Fact(
                str(_("Encoding it came in")),
                encoding_name(first.version.encoding),
            )
        )
    if followed(dataset.origin_uri):
        facts.append(Fact(str(_("Collected from")), dataset.origin_uri, dataset.origin_uri))
    lasting = page_url(dataset, current_locale())
    package = url_for("download.datapackage", slug=dataset.slug)
    facts += [
        Fact(str(_("Lasting address")), lasting, lasting),
        Fact(str(_("For programs")), "datapackage.json (Data Package v2)", package),
    ]
    return [fact for fact in facts if fact.text]
