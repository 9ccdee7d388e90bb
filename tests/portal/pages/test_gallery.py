from urllib.parse import unquote

import pytest

from apps_gallery import gallery, queries
from apps_gallery.models import CitizenApp
from datasets import indexing
from datasets.kernel.actors import SYSTEM
from portal.mail import GalleryPost
from tests.apps_gallery.making import Letters, draft
from tests.browser import Browser


@pytest.fixture
def add(services, published):
    published()

    def add(**given):
        with services.begin(SYSTEM) as uow:
            return gallery.add(uow, draft(pictures=(), **given))

    return add


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_gallery_says_how_it_orders_and_what_one_may_do_next(resident, services, locale):
    page = resident.get(f"/{locale}/apps/")

    assert page.status == 200
    assert f"/{locale}/apps/new" in page.links()


def test_apps_are_narrowed_by_plain_links(resident, add):
    add(title={"ja": "ひなんナビ"}, slug="guide")
    add(title={"ja": "ごみの日"}, themes=("gomi",), platforms=("line",), slug="waste")

    shown = resident.get("/ja/apps/").texts("a", class_="card-link")
    assert sorted(shown) == ["ごみの日", "ひなんナビ"]
    for question in ("theme=gomi", "platform=line", "q=ごみ", "theme=gomi&theme=yuki"):
        page = resident.get(f"/ja/apps/?{question}")
        assert "/ja/apps/waste" in page.links(), question
        assert "/ja/apps/guide" not in page.links(), question
    nothing = resident.get("/ja/apps/?q=うちゅうじん")
    assert nothing.status == 200
    assert "/ja/apps/" in nothing.links()


def test_a_search_leads_to_the_apps_for_its_words_and_back(resident, add, services):
    add(slug="guide")
    add(title={"ja": "ごみの日"}, line={"ja": "曜日"}, datasets=(), slug="waste")
    indexing.follow(services.sessions, services.index)

    found = resident.get("/ja/search?q=ひなんじょ")
    apps = resident.get("/ja/apps/?q=ひなんじょ")

    assert {"/ja/apps/guide", "/ja/apps/?q=ひなんじょ"} <= set(map(unquote, found.links()))
    assert "/ja/apps/waste" not in found.links()
    assert "/ja/apps/guide" in apps.links()
    assert "/ja/apps/waste" not in apps.links()
    assert "/ja/search?q=ひなんじょ" in map(unquote, apps.links())
    assert not [link for link in resident.get("/ja/search").links() if "/ja/apps/?" in link]


def test_an_app_that_does_not_open_is_counted_and_not_named(resident, add, services):
    shown = add(slug="guide")
    with services.begin(SYSTEM) as uow:
        uow.session.get(CitizenApp, shown.id).alive = False

    found = resident.get("/ja/search?q=ひなんじょ")

    assert "/ja/apps/guide" not in found.links()
    assert "/ja/apps/?q=ひなんじょ" in map(unquote, found.links())


def test_an_app_s_page_leads_to_it_and_to_its_data(resident, add, client):
    add()

    page = resident.get("/ja/apps/shelter-guide")

    assert "ひなんナビ" in page.text
    assert "/ja/dataset/shelters" in page.links()
    [link] = [a for a in page.all("a") if a.get("href") == "/ja/apps/shelter-guide/open"]
    assert {"nofollow", "ugc", "noopener"} <= set(link.get("rel").split())
    answer = client.get("/ja/apps/shelter-guide/open")
    assert answer.status_code == 303
    assert answer.location == "https://app.example.jp/"


def test_opening_an_app_is_counted(client, add, services, app):
    shown = add()
    client.get("/ja/apps/shelter-guide/open")
    app.extensions["app-openings"]._every_s = 0
    client.get("/ja/apps/shelter-guide/open")

    with services.reading() as session:
        assert queries.openings(session, services.clock.now().date()) == {shown.id: 2}


def test_how_to_reach_the_author_stands_nowhere(client, add):
    add()

    for path in (
        "/ja/apps/",
        "/ja/apps/shelter-guide",
        "/api/v1/apps",
        "/api/v1/apps/shelter-guide",
    ):
        assert "maker@example.jp" not in client.get(path).text, path


def test_what_a_stranger_writes_is_text_and_never_markup(resident, add, client):
    attack = '"><img src=x onerror=alert(1)><script>x()</script>'
    add(
        title={"ja": attack},
        line={"ja": attack},
        description={"ja": attack},
        privacy={"ja": attack},
        author=attack,
        license=attack,
        slug="attack",
    )

    for path in ("/ja/apps/", "/ja/apps/attack"):
        resident.get(path)
        html = client.get(path).text
        assert "<script>x" not in html
        assert "<img src=x" not in html


def test_a_retired_app_says_so_for_ever(client, resident, add, services):
    app = add()
    with services.begin(SYSTEM) as uow:
        app = queries.public_app(uow.session, app.slug)
        gallery.retire(uow, app, "closed", "ありがとうございました", Letters())

    page = resident.get("/ja/apps/shelter-guide")

    assert page.status == 410
    assert "ひなんナビ" in page.text
    assert "ありがとうございました" in page.text
    assert "/ja/apps/shelter-guide" not in resident.get("/ja/apps/").links()
    assert client.get("/ja/apps/shelter-guide/open").status_code == 404
    assert client.get("/api/v1/apps/shelter-guide").status_code == 410
    assert client.get("/api/v1/apps").json["total"] == 0


def test_an_app_that_does_not_open_says_so(resident, add, services):
    add()
    with services.begin(SYSTEM) as uow:
        queries.public_app(uow.session, "shelter-guide").alive = False

    assert resident.get("/ja/apps/shelter-guide").all("div", class_="is-warn")


def test_an_app_that_waits_is_as_if_it_were_not_there(client, services, published):
    published()
    post = GalleryPost(services.settings)
    with services.begin(SYSTEM) as uow:
        app = gallery.submit(uow, draft(), post)

    for path in (f"/ja/apps/{app.slug}", f"/ja/apps/{app.slug}/open", f"/api/v1/apps/{app.slug}"):
        assert client.get(path).status_code == 404, path
    picture = app.pictures[0].sha256
    assert client.get(f"/apps/pictures/{picture}.webp").status_code == 404


def test_a_program_reads_the_gallery(client, add):
    add(slug="guide")
    add(title={"ja": "ごみ"}, themes=("gomi",), slug="waste")

    everything = client.get("/api/v1/apps").json
    narrowed = client.get("/api/v1/apps?theme=gomi&size=1").json
    one = client.get("/api/v1/apps/guide").json

    assert everything["total"] == 2
    assert [item["slug"] for item in narrowed["items"]] == ["waste"]
    assert one["datasets"] == ["shelters"]
    assert one["made_by"] == "residents"
    assert one["url"] == "https://app.example.jp/"


def test_english_readers_see_which_words_are_japanese(app, add):
    add(title={"ja": "ひなんナビ"}, slug="guide")

    page = Browser(app.test_client()).get("/en/apps/guide")

    assert page.all("h1", lang="ja")
