"""Help, accessibility, privacy, terms and contact, in plain words."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.kernel.errors import NotFound
from portal.pages.about_words import TOPIC_BY_CODE, TOPICS, Section, Topic
from portal.web.context import Page, services
from portal.web.language import words
from portal.web.urls import public_blueprint

bp = public_blueprint("about", __name__, "/about")


@dataclass(frozen=True, slots=True)
class TopicTab:
    """A topic, as the macro `tabs` takes it."""

    text: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One who publishes and how to reach it.

    Attributes:
        contact: One line of text; empty if it said nothing.
    """

    name: str
    contact: str
    url: str


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """One topic.

    Attributes:
        desks: Whom to ask; empty on all topics but contact.
    """

    topic: Topic
    sections: tuple[Section, ...]
    tabs: tuple[TopicTab, ...]
    desks: tuple[Desk, ...]


@bp.get("/<topic>")
def show(topic: str) -> ResponseReturnValue:
    """One topic about this site."""
    chosen = TOPIC_BY_CODE.get(topic)
    if chosen is None:
        raise NotFound("There is no page “{topic}” about this site.", topic=topic)
    page = AboutPage(
        title=_(chosen.title),
        description=_(chosen.intro),
        breadcrumbs=((_("About this site"), None), (_(chosen.title), None)),
        topic=chosen,
        sections=chosen.sections,
        tabs=tuple(
            TopicTab(
                _(other.title),
                url_for("about.show", topic=other.code),
                other.icon,
                other is chosen,
            )
            for other in TOPICS
        ),
        desks=_desks() if chosen.code == "contact" else (),
    )
    return render_template("pages/about/show.html", page=page)


def _desks() -> tuple[Desk, ...]:
    with services().reading() as session:
        return tuple(
            Desk(
                words(organization.title),
                organization.contact,
                url_for("organization.show", slug=organization.slug),
            )
            for organization, _count in queries.organizations(session, ANYONE)
        )
