"""Every page of the site, once: what is looked at, pictured and measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from datasets import panel, publishing, queries, scheduling
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.models.organization import Organization
from portal.demo.city import STAFF_EMAIL
from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases, factories

_LONG_TITLE = (
    "まつのき市中央地区における高齢者と障害のある人のための福祉避難所と一般の避難所の"
    "設備とバリアフリー対応状況の一覧"
)
_DIRTY = (
    "令和8年度 避難所の設備\r\n（2026年11月1日現在）\r\n\r\n"
    "施設名,地区,定員,電話番号\r\n"
    '中央小学校,中央,"１，２００",0242-00-0001\r\n'
    "北原　体育館,北原,９８０,0242-00-0002\r\n"
    "ﾐﾅﾐ中学校,南町,450,0242-00-0003\r\n"
    ",,,\r\n"
    '合計,,"2,630",\r\n'
    "※定員は目安です,,,\r\n"
)
_PEOPLE = (
    "氏名,生年月日,住所,電話番号\r\n"
    "松木花子,1951-04-02,まつのき市中央1-2-3,090-0000-1234\r\n"
    "松木太郎,1948-11-20,まつのき市北原4-5-6,090-0000-2345\r\n"
    "杉山一郎,1962-07-15,まつのき市南町7-8-9,080-0000-3456\r\n"
)
_NUMBERS = "氏名,個人番号\r\n松木花子,123456789018\r\n松木太郎,234567890124\r\n"
_WIDE = ",".join(f"設備{number}の有無" for number in range(1, 31))


@dataclass(frozen=True, slots=True)
class EveryPage:
    """One page.

    Attributes:
        name: Of its picture and of its tests.
        path: `{L}` stands for ja or en.
        status: What it answers.
        staff: Whether one must have signed in.
        english: Whether it is pictured in English too.
    """

    name: str
    path: str
    status: int = 200
    staff: bool = False
    english: bool = False

    def in_language(self, locale: str) -> str:
        """Its address in a language, without the host."""
        return self.path.replace("{L}", locale)


def make_examples(home: Path) -> None:
    """Put in what a happy city does not show; every file is prepared when this returns."""
    services = wire(
        Settings(home=home, database_url=databases.url(home), secret_key="examples" * 4)
    )
    office = {
        "organization": OrganizationDraft(slug="crisis-management", title={"ja": "危機管理課"})
    }
    hidden = office | {
        "publish": False,
        "title_en": "",
        "summary": {},
        "themes": (),
        "keywords": (),
    }
    for slug, title, filename, text in (
        ("dirty-shelters", "避難所の設備", "dirty_shelters.csv", _DIRTY),
        ("meal-service", "配食サービスの利用者", "meal_service.csv", _PEOPLE),
        ("number-list", "番号の一覧", "number_list.csv", _NUMBERS),
    ):
        content = text.encode("cp932")
        factories.received(
            services, slug=slug, title=title, filename=filename, content=content, **hidden
        )
    row = "とても長い名前の施設であるまつのき市総合福祉センター別館," + ",".join(["有"] * 30)
    factories.published(
        services,
        slug="long-title",
        title=_LONG_TITLE,
        title_en="",
        csv=f"施設の名前,{_WIDE}\n{row}\n",
        filename="long_title.csv",
        license="notspecified",
        frequency="unknown",
        **office,
    )
    factories.published(services, slug="withdrawn", title="取り下げたデータ", **office)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "withdrawn", SYSTEM)
        publishing.withdraw(uow, dataset, "まちがいが見つかったため")
    with services.begin(SYSTEM) as uow:
        panel.set_up(uow, "crisis-management", [STAFF_EMAIL], 1)
    _make_review(services)
    _make_versions(services, office)
    services.engine.dispose()


def _make_review(services: Services) -> None:
    """Data of a university: public once, and changed since, so that a reviewer is waited for."""
    with services.begin(SYSTEM) as uow:
        uow.session.add(
            Organization(
                slug="review-university",
                title={"ja": "まつのき大学", "en": "Matsunoki University"},
                needs_review=True,
                created_at=uow.now,
            )
        )
    words = {"organization": OrganizationDraft(slug="review-university"), "slug": "river-levels"}
    factories.received(services, title="河川の水位", csv="観測所,水位\n北橋,1.2\n", **words)
    with services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "river-levels", SYSTEM))
    csv = "観測所,水位\n北橋,1.2\n南橋,0.8\n"
    factories.received(services, title="まつのき川の水位（大学の観測）", csv=csv, **words)


def _make_versions(services: Services, office: Mapping[str, object]) -> None:
    """Two public versions, an update that waits for a person, and data that wait for their time."""
    head = "ID,名称,地区,定員\n"
    rows = [f"A{n:02},第{n}小学校の体育館,中央,{100 + n}\n" for n in range(1, 15)]
    words = {"slug": "versions", "title": "体育館", "filename": "gyms.csv", **office}
    second = [*rows[1:], "A90,北原公民館,北原,80\n"]
    for text in (rows, second, second[:4]):
        csv = head + "".join(text).replace("105", "150" if text is second else "105")
        factories.published(services, csv=csv, **words)
    factories.received(services, slug="in-time", title="来月から", publish=False, **office)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "in-time", SYSTEM)
        scheduling.schedule(uow, dataset, uow.now + timedelta(days=30))


def every_page() -> Iterator[EveryPage]:
    """Every page, the ones residents see first."""
    yield from _FIXED
    for slug, file in (
        ("population-history", "jinko_suii"),
        ("evacuation-sites", "072991_evacuation_space"),
    ):
        here = f"/{{L}}/dataset/{slug}"
        yield EveryPage(f"dataset-{slug}", here, english=True)
        yield EveryPage(f"history-{slug}", f"{here}/history")
        yield EveryPage(f"table-{slug}", f"{here}/{file}/table", english=True)
        yield EveryPage(f"chart-{slug}", f"{here}/{file}/chart", english=True)
        yield EveryPage(f"report-{slug}", f"{here}/{file}/report", english=True)
    for slug in ("bus-routes", "school-lunch", "parks", "long-title"):
        yield EveryPage(f"dataset-{slug}", f"/{{L}}/dataset/{slug}")
    yield from _ASKED
    yield from _REFUSED
    yield from _STAFF


def _asked(slug: str, file: str, view: str, **questions: str) -> str:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in questions.items())
    return f"/{{L}}/dataset/{slug}/{file}/{view}?{query}"


def _search(words: Mapping[str, str]) -> str:
    return "/{L}/search?" + "&".join(f"{name}={quote(value)}" for name, value in words.items())


_SHELTERS = ("evacuation-sites", "072991_evacuation_space")
_PEOPLE_BY_AGE = ("population-by-age", "population_by_age")
_FIXED = (
    EveryPage("home", "/{L}/", english=True),
    EveryPage("search-all", "/{L}/search", english=True),
    EveryPage("search-words", _search({"q": "避難所"}), english=True),
    EveryPage("search-filtered", _search({"q": "人口", "cat": "jinkou", "fmt": "csv"})),
    EveryPage("search-page-2", _search({"page": "2"})),
    EveryPage("apps", "/{L}/apps/", english=True),
    EveryPage("apps-nothing", "/{L}/apps/?q=zzzz"),
    EveryPage("app-new", "/{L}/apps/new", english=True),
    EveryPage("search-nothing", _search({"q": "うちゅうじん"}), english=True),
    EveryPage("categories", "/{L}/categories/", english=True),
    EveryPage("category", "/{L}/categories/bousai"),
    EveryPage("standards", "/{L}/standards/", english=True),
    EveryPage("standard", "/{L}/standards/aed", english=True),
    EveryPage("standard-no-form", "/{L}/standards/gtfs_jp"),
    EveryPage("organizations", "/{L}/orgs/"),
    EveryPage("organization", "/{L}/orgs/statistics"),
    EveryPage("about-help", "/{L}/about/help"),
    EveryPage("about-accessibility", "/{L}/about/accessibility"),
    EveryPage("about-privacy", "/{L}/about/privacy"),
    EveryPage("about-terms", "/{L}/about/terms"),
    EveryPage("about-contact", "/{L}/about/contact"),
    EveryPage("developers", "/{L}/dev/", english=True),
    EveryPage("compare", "/{L}/compare", english=True),
    EveryPage("requests", "/{L}/requests/", english=True),
    EveryPage("request-new", "/{L}/requests/new", english=True),
    EveryPage("request-found", "/{L}/requests/new?title=" + quote("避難所")),
    EveryPage("report-new", "/{L}/dataset/evacuation-sites/report?column=" + quote("名称")),
    EveryPage("file-history", "/{L}/dataset/versions/gyms/history"),
    EveryPage("file-changes", "/{L}/dataset/versions/gyms/changes/1/2", english=True),
    EveryPage("near", "/{L}/near"),
    EveryPage("near-town", "/{L}/near?place=" + quote("本町"), english=True),
    EveryPage("near-choices", "/{L}/near?place=" + quote("小学校") + "&hazard=flood"),
)
_ASKED = (
    EveryPage(
        "table-filtered",
        _asked(*_SHELTERS, "table", _q="小学校", _sort="名称", _size="25"),
        english=True,
    ),
    EveryPage("table-nothing", _asked(*_SHELTERS, "table", _q="うちゅうじん")),
    EveryPage("table-one-row", "/{L}/dataset/long-title/long_title/table"),
    EveryPage("chart-chosen", _asked(*_PEOPLE_BY_AGE, "chart", _x="地区", _y="人口", _agg="sum")),
)
_REFUSED = (
    EveryPage("refused-400", _asked(*_SHELTERS, "table", 名まえ="中央"), status=400),
    EveryPage("refused-404", "/{L}/dataset/no-such-dataset", status=404, english=True),
    EveryPage("refused-410", "/{L}/dataset/withdrawn", status=410),
)
_STAFF = (
    EveryPage("staff-sign-in", "/staff/sign-in", english=True),
    EveryPage("staff-desk", "/staff/", staff=True, english=True),
    EveryPage("staff-upload", "/staff/data/new/1", staff=True, english=True),
    EveryPage("staff-data", "/staff/data/dirty-shelters", staff=True),
    EveryPage("staff-files", "/staff/data/dirty-shelters/files", staff=True),
    EveryPage("staff-report", "/staff/data/dirty-shelters/check", staff=True, english=True),
    EveryPage("staff-questions", "/staff/data/meal-service/safety", staff=True, english=True),
    EveryPage("staff-assessment", "/staff/assessment/meal-service", staff=True, english=True),
    EveryPage("staff-panel", "/staff/panel", staff=True, english=True),
    EveryPage("staff-panel-advice", "/staff/panel/data/meal-service", staff=True),
    EveryPage("staff-panel-settings", "/staff/panel/settings", staff=True),
    EveryPage("staff-my-number", "/staff/data/number-list/safety", staff=True),
    EveryPage("staff-describe", "/staff/data/dirty-shelters/describe", staff=True, english=True),
    EveryPage("staff-safety", "/staff/data/dirty-shelters/safety", staff=True),
    EveryPage("staff-preview", "/staff/data/dirty-shelters/preview", staff=True),
    EveryPage("staff-update", "/staff/data/versions/update", staff=True),
    EveryPage("staff-update-check", "/staff/data/versions/update/check", staff=True, english=True),
    EveryPage("staff-in-time", "/staff/data/in-time", staff=True),
    EveryPage("staff-page", "/staff/data/dirty-shelters/page", staff=True),
    EveryPage("staff-published", "/staff/data/population-history", staff=True),
    EveryPage("staff-app-data", "/staff/apps/new/", staff=True),
    EveryPage("staff-app-kinds", "/staff/apps/new/population-history/jinko_suii", staff=True),
    EveryPage("staff-app-make", "/staff/apps/new/population-history/jinko_suii/graph", staff=True),
    EveryPage("staff-apps", "/staff/apps/", staff=True, english=True),
    EveryPage("staff-harvests", "/staff/harvest", staff=True),
    EveryPage("staff-harvest-new", "/staff/harvest/new", staff=True),
    EveryPage("staff-harvest-place", "/staff/harvest/new?kind=folder", staff=True),
    EveryPage("staff-voices", "/staff/reports", staff=True),
    EveryPage("staff-reviews", "/staff/review", staff=True),
    EveryPage("staff-review", "/staff/review/river-levels", staff=True, english=True),
    EveryPage("staff-audit", "/staff/audit", staff=True, english=True),
    EveryPage("staff-erase", "/staff/data/population-history/erase", staff=True, english=True),
    EveryPage("staff-people", "/staff/people", staff=True, english=True),
    EveryPage("staff-person-new", "/staff/people/new", staff=True),
    EveryPage("staff-organizations", "/staff/organizations", staff=True),
    EveryPage("staff-organization", "/staff/organizations/crisis-management", staff=True),
    EveryPage("staff-me", "/staff/me", staff=True, english=True),
    EveryPage("staff-404", "/staff/data/no-such-dataset", status=404, staff=True),
)
PAGES = tuple(every_page())
