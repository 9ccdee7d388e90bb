import io

import pytest
from sqlalchemy import select

from apps_gallery import gallery, queries
from apps_gallery.models import AppState, CitizenApp
from datasets.kernel.actors import SYSTEM
from datasets.kernel.jobs import recent_jobs
from tests.apps_gallery.making import draft, png

WHOLE = {
    "title": "ひなんナビ",
    "line": "近くの避難所がわかります",
    "url": "https://app.example.jp/",
    "alt": "地図の画面",
    "datasets": ["shelters"],
    "themes": ["bousai"],
    "platforms": ["web"],
    "contact": "maker@example.jp",
    "cost": "free",
}


@pytest.fixture
def send(resident, published):
    published()

    def send(path="/ja/apps/new", **given):
        values = {**WHOLE, "picture": (io.BytesIO(png()), "screen.png"), **given}
        return resident.post(
            path,
            data={name: value for name, value in values.items() if value is not None},
            content_type="multipart/form-data",
        )

    return send


def apps(services):
    with services.reading() as session:
        return session.scalars(select(CitizenApp)).all()


def test_an_app_goes_from_the_form_to_the_moderators(resident, send, services):
    page = send()

    assert "ひなんナビ" in page.text
    assert [image.get("alt") for image in page.all("img")] == ["地図の画面"]
    here = page.response.request.path
    assert here.startswith("/ja/apps/submission/")
    assert page.response.headers["Cache-Control"] == "no-store"

    resident.post(f"{here}/send")
    with services.reading() as session:
        [job] = recent_jobs(session, name="mail")
    link = next(line for line in job.payload["text"].split() if "/confirm/" in line)
    path = link.removeprefix(services.settings.base_url)
    resident.get(path)
    assert apps(services)[0].state is AppState.DRAFT, "to look at a link confirms nothing"
    resident.post(path)

    [app] = apps(services)
    assert app.state is AppState.SUBMITTED
    assert app.line == {"ja": "近くの避難所がわかります"}
    with services.reading() as session:
        assert [one.id for one in queries.waiting(session, SYSTEM)] == [app.id]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"line": ""}, "line"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://192.168.1.2/"}, "url"),
        ({"picture": None}, "picture"),
        ({"picture": (io.BytesIO(b"<svg/>"), "x.svg")}, "picture"),
        ({"alt": ""}, "alt"),
        ({"datasets": []}, "datasets"),
        ({"datasets": ["no-such-data"]}, "datasets"),
        ({"themes": []}, "themes"),
        ({"contact": "nobody"}, "contact"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_typed_is_lost(
    send, services, given, field
):
    page = send(**given)

    assert page.status == 422
    assert f"#field-{field}" in page.links()
    assert apps(services) == []
    if "title" not in given:
        assert page.field("title") == "ひなんナビ"


def test_a_picture_is_chosen_only_once(send, services):
    page = send(title="")

    again = send(picture=None, picture_kept=page.field("picture_kept"))

    assert again.status == 200
    assert len(apps(services)) == 1


def test_a_picture_that_we_did_not_make_cannot_be_named(send, services):
    page = send(picture=None, picture_kept='{"sha256":"aa","small_sha256":"bb"}')

    assert page.status == 422
    assert apps(services) == []


def test_data_are_looked_for_without_losing_what_was_typed(send, services):
    page = send(find="避難所", then="find", datasets=[])

    assert page.status == 200
    assert page.field("title") == "ひなんナビ"
    assert page.field("datasets") == "shelters"
    assert page.field("picture_kept")
    assert apps(services) == []


def test_a_program_that_fills_in_every_field_is_turned_away(send, services):
    assert send(website="https://spam.example").status == 403
    assert apps(services) == []


def test_no_page_of_handing_in_sets_a_cookie_or_asks_for_a_token(send, resident):
    page = send()

    assert "Set-Cookie" not in page.response.headers
    assert "csrf_token" not in resident.get("/ja/apps/new").response.text


def test_the_link_of_one_author_shows_nothing_of_another(send, resident):
    one = send().response.request.path
    other = send(title="べつのアプリ").response.request.path

    assert one != other
    assert "べつのアプリ" not in resident.get(one).text
    assert resident.get("/ja/apps/submission/" + "0" * 64).status == 404


def test_what_is_changed_before_the_letter_is_kept(send, resident, services):
    here = send().response.request.path

    form = resident.get(f"{here}/edit")
    assert form.field("title") == "ひなんナビ"
    kept = form.field("picture_kept")
    send(f"{here}/edit", title="あたらしい名前", picture=None, picture_kept=kept)

    [app] = apps(services)
    assert app.title == {"ja": "あたらしい名前"}


def test_full_width_letters_in_addresses_are_understood(send, services):
    send(url="ｈｔｔｐｓ：//example.jp", contact="ｃａｔ＠example.jp")

    [app] = apps(services)
    assert (app.url, app.contact) == ("https://example.jp", "cat@example.jp")


def test_an_author_is_told_that_the_address_was_handed_in_before(send, services):
    assert not send().all("div", class_="is-warn")
    with services.begin(SYSTEM) as uow:
        gallery.add(uow, draft(slug="twin"))

    page = send(url="http://app.example.jp")

    assert page.status == 200
    assert "/ja/apps/twin" in page.links()
