"""Apps of the gallery, for programs."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from apps_gallery import finding, queries
from apps_gallery.finding import AppFilter
from apps_gallery.models import AppState, CitizenApp
from datasets.kernel.errors import Gone
from portal.api.answers import answer
from portal.api.records import words_shape
from portal.api.registry import Parameter, described
from portal.api.shapes import AppPictureShape, AppShape, AppsShape
from portal.web.context import services
from portal.web.paging import page_number

USUAL_SIZE, LARGEST_SIZE = 50, 100
LONGEST_QUERY = 100


@described(
    "/api/v1/apps",
    "What people made of the data, in the published order of the gallery",
    AppsShape,
    Parameter("q", "Words that all must be there"),
    *(Parameter(name, f"Only these values of “{name}”", repeated=True) for name in finding.GROUPS),
    Parameter("page", "From 1", schema="integer"),
    Parameter("size", f"Apps a page, 1 to {LARGEST_SIZE}", schema="integer"),
)
def apps() -> ResponseReturnValue:
    """Apps that fit, as the gallery orders them."""
    args = request.args
    wanted = AppFilter(
        text=" ".join(args.get("q", "").split())[:LONGEST_QUERY],
        chosen={name: frozenset(filter(None, args.getlist(name)[:20])) for name in finding.GROUPS},
    )
    size = min(page_number(args.get("size")), LARGEST_SIZE) if args.get("size") else USUAL_SIZE
    start = (page_number(args.get("page")) - 1) * size
    with services().reading() as session:
        shown = queries.shown(session, services().clock.now().date())
    found = finding.matching(shown, wanted)
    items = [app_shape(app) for app in found[start : start + size]]
    return answer(AppsShape(total=len(found), items=items))


@described(
    "/api/v1/apps/{slug}",
    "One app",
    AppShape,
    Parameter("slug", "Slug of the app", where="path"),
)
def app(slug: str) -> ResponseReturnValue:
    """One app of the gallery."""
    with services().reading() as session:
        found = queries.public_app(session, slug)
    if found.state is not AppState.APPROVED:
        raise Gone("“{title}” has left the gallery.", title=next(iter(found.title.values()), slug))
    return answer(app_shape(found))


def app_shape(app: CitizenApp) -> AppShape:
    """An app that was loaded whole; how to reach its author is never told."""
    settings = services().settings
    page = settings.base_url + url_for("app.show", slug=app.slug, locale=settings.default_locale)
    return AppShape(
        slug=app.slug,
        title=words_shape(app.title),
        line=words_shape(app.line),
        description=words_shape(app.description),
        url=app.url or page,
        page_url=page,
        kind=app.template or finding.NOT_BUILT_IN,
        author=app.author,
        made_by=finding.maker(app),
        platforms=app.platforms,
        themes=app.themes,
        datasets=[data.slug for data in queries.public_datasets(app)],
        cost=app.cost.value,
        license=app.license,
        source_code=app.source_code,
        privacy=words_shape(app.privacy),
        works_elsewhere=app.works_elsewhere,
        featured=app.featured,
        alive=app.alive,
        checked_at=app.last_checked_at,
        approved_at=app.approved_at,
        pictures=[
            AppPictureShape(
                url=settings.base_url + url_for("app_picture.show", sha256=picture.sha256),
                alt=words_shape(picture.alt),
                width=picture.width,
                height=picture.height,
            )
            for picture in app.pictures
        ],
    )
