"""Every page of the site, once: what is looked at, pictured and measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tests.examples import SECRETS


@dataclass(frozen=True, slots=True)
class EveryPage:
    """One page.

    Attributes:
        name: Of its picture and of its tests.
        path: `{L}` stands for ja or en.
        status: What it answers.
        staff: Whether one must have signed in.
        english: Whether it is pictured in English too.
        link: Where nobody knows the address: what leads to it on the page of that path, as CSS.
    """

    name: str
    path: str
    status: int = 200
    staff: bool = False
    english: bool = False
    link: str = ""

    def in_language(self, locale: str) -> str:
        """Its address in a language, without the host."""
        return self.path.replace("{L}", locale)


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
    EveryPage("request", "/{L}/requests/1"),
    EveryPage("request-thanks", "/{L}/requests/thanks"),
    EveryPage("request-status", f"/{{L}}/requests/status/{SECRETS['request']}"),
    EveryPage("request-found", "/{L}/requests/new?title=" + quote("避難所")),
    EveryPage("report-new", "/{L}/dataset/evacuation-sites/report?column=" + quote("名称")),
    EveryPage("report-status", f"/{{L}}/reports/{SECRETS['report']}"),
    EveryPage("app-status", f"/{{L}}/apps/submission/{SECRETS['app']}"),
    EveryPage("app-again", f"/{{L}}/apps/submission/{SECRETS['app']}/edit"),
    EveryPage("app-retired", "/{L}/apps/retired-app", status=410),
    EveryPage("file-history", "/{L}/dataset/versions/gyms/history"),
    EveryPage("file-changes", "/{L}/dataset/versions/gyms/changes/1/2", english=True),
    EveryPage("report-version", "/{L}/dataset/versions/gyms/report/1", english=True),
    EveryPage("report-untidy", "/{L}/dataset/long-title/long_title/report"),
    EveryPage("report-departs", "/{L}/dataset/departs/departs/report", english=True),
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
_NEWCOMER = "main .rows li:has-text('newcomer@') a"
_CHECKED = "main a[href*='/checked/']"
_STAFF = (
    EveryPage("staff-sign-in", "/staff/sign-in", english=True),
    EveryPage("staff-desk", "/staff/", staff=True, english=True),
    EveryPage("staff-upload", "/staff/data/new/1", staff=True, english=True),
    EveryPage("staff-grid-choose", "/staff/data/new/grid", staff=True, english=True),
    EveryPage("staff-grid", "/staff/data/new/grid/aed", staff=True, english=True),
    EveryPage("staff-grids", "/staff/data/new/grid", staff=True),
    EveryPage("staff-grid", "/staff/data/new/grid/aed", staff=True, english=True),
    EveryPage("staff-data", "/staff/data/dirty-shelters", staff=True),
    EveryPage("staff-files", "/staff/data/dirty-shelters/files", staff=True),
    EveryPage(
        "staff-checked", "/staff/data/dirty-shelters/check", staff=True, link=_CHECKED, english=True
    ),
    EveryPage(
        "staff-checked-departs", "/staff/data/departs-draft/checked", staff=True, english=True
    ),
    EveryPage("staff-report", "/staff/data/dirty-shelters/check", staff=True, english=True),
    EveryPage("staff-questions", "/staff/data/meal-service/safety", staff=True, english=True),
    EveryPage("staff-assessment", "/staff/assessment/meal-service", staff=True, english=True),
    EveryPage("staff-panel", "/staff/panel", staff=True, english=True),
    EveryPage("staff-panel-advice", "/staff/panel/data/meal-service", staff=True),
    EveryPage("staff-panel-settings", "/staff/panel/settings", staff=True),
    EveryPage("staff-panel-office", "/staff/panel/settings/crisis-management", staff=True),
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
    EveryPage("staff-app", "/staff/apps/waiting-app", staff=True, english=True),
    EveryPage("staff-app-retired", "/staff/apps/retired-app", staff=True),
    EveryPage("staff-harvests", "/staff/harvest", staff=True, english=True),
    EveryPage("staff-harvest", "/staff/harvest/troubled", staff=True, english=True),
    EveryPage(
        "staff-harvest-run", "/staff/harvest/troubled", staff=True, link="main a[href*='/runs/']"
    ),
    EveryPage("staff-harvest-records", "/staff/harvest/troubled/records", staff=True),
    EveryPage("staff-harvest-change", "/staff/harvest/troubled/edit", staff=True),
    EveryPage("staff-harvest-new", "/staff/harvest/new", staff=True),
    EveryPage("staff-harvest-place", "/staff/harvest/new?kind=folder", staff=True),
    EveryPage("staff-voices", "/staff/reports", staff=True, english=True),
    EveryPage("staff-voice", "/staff/reports/1", staff=True, english=True),
    EveryPage("staff-wanted", "/staff/reports", staff=True, link="main a[href*='/requests/']"),
    EveryPage("staff-reviews", "/staff/review", staff=True),
    EveryPage("staff-review", "/staff/review/river-levels", staff=True, english=True),
    EveryPage("staff-audit", "/staff/audit", staff=True, english=True),
    EveryPage("staff-audit-some", "/staff/audit?actor=nobody", staff=True),
    EveryPage("staff-erase", "/staff/data/population-history/erase", staff=True, english=True),
    EveryPage("staff-people", "/staff/people", staff=True, english=True),
    EveryPage("staff-person", "/staff/people", staff=True, english=True, link=_NEWCOMER),
    EveryPage("staff-person-new", "/staff/people/new", staff=True),
    EveryPage("staff-welcome", f"/staff/welcome/{SECRETS['welcome']}", english=True),
    EveryPage("staff-organizations", "/staff/organizations", staff=True),
    EveryPage("staff-organization", "/staff/organizations/crisis-management", staff=True),
    EveryPage("staff-organization-new", "/staff/organizations/new", staff=True),
    EveryPage("staff-me", "/staff/me", staff=True, english=True),
    EveryPage("staff-404", "/staff/data/no-such-dataset", status=404, staff=True),
)
PAGES = tuple(every_page())
