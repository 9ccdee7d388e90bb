"""Who publishes what."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.organization import Organization
from datasets.search.index import SearchQuery, Sort
from portal.web.cards import DatasetCard
from portal.web.context import Page, services
from portal.web.jinja import number
from portal.web.language import words
from portal.web.page_memory import kept_with_catalogue
from portal.web.paging import Pager, page_number, pager
from portal.web.results import results
from portal.web.urls import public_blueprint

PAGE_SIZE_DATASETS = 20

bp = public_blueprint("organization", __name__, "/orgs")


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organization in the list.

    Attributes:
        count: Its public datasets, n >= 1.
    """

    organization: Organization
    url: str
    count: int


@dataclass(frozen=True, kw_only=True)
class OrganizationsPage(Page):
    """All who publish."""

    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, kw_only=True)
class OrganizationPage(Page):
    """One who publishes, and its data."""

    organization: Organization
    total: int
    cards: tuple[DatasetCard, ...]
    pager: Pager
    search_url: str


@bp.get("/")
@kept_with_catalogue()
def index() -> str:
    """All who publish, those with the most data first."""
    with services().reading() as session:
        publishers = tuple(
            Publisher(organization, url_for("organization.show", slug=organization.slug), count)
            for organization, count in queries.organizations(session, ANYONE)
        )
    page = OrganizationsPage(
        title=_("Who publishes the data"),
        description=_("The cities and departments whose data are on this site."),
        breadcrumbs=((_("Publishers"), None),),
        publishers=publishers,
    )
    return render_template("pages/organization/index.html", page=page)


@bp.get("/<slug>")
@kept_with_catalogue()
def show(slug: str) -> str:
    """One who publishes, how to reach it, and its data, newest first."""
    query = SearchQuery(
        facets={"org": frozenset({slug})},
        sort=Sort.NEW,
        page=page_number(request.args.get("page")),
        size=PAGE_SIZE_DATASETS,
    )
    with services().reading() as session:
        organization = queries.organization(session, slug)
        answer = results(session, query)
    name, total = words(organization.title), answer.found.total
    page = OrganizationPage(
        title=name,
        description=ngettext(
            "%(count)s dataset of %(name)s",
            "%(count)s datasets of %(name)s",
            total,
            count=number(total),
            name=name,
        ),
        breadcrumbs=((_("Publishers"), url_for("organization.index")), (name, None)),
        organization=organization,
        total=total,
        cards=answer.cards,
        pager=pager(
            total,
            query.page,
            query.size,
            lambda page: url_for("organization.show", slug=slug, page=page if page > 1 else None),
        ),
        search_url=url_for("search.show", org=slug),
    )
    return render_template("pages/organization/show.html", page=page)
