import io
from dataclasses import replace

import pytest

from apps_gallery import gallery, pictures, queries
from apps_gallery.models import AppState
from datasets.kernel.actors import ANYONE, SYSTEM
from datasets.kernel.jobs import recent_jobs
from portal.mail import GalleryPost
from tests.apps_gallery.making import Letters, draft, png


@pytest.fixture
def waiting(services, published):
    published()
    letters = Letters()
    letters.status_secret = GalleryPost(services.settings).status_secret
    picture = replace(pictures.keep(services.files, io.BytesIO(png())), alt={"ja": "地図"})
    with services.begin(ANYONE) as uow:
        app = gallery.submit(uow, draft(pictures=(picture,)), letters)
        gallery.send(uow, app, letters)
        gallery.confirm(uow, app, letters.sent[-1][1]["secret"])
    return app


def decide(staff, slug, action, **data):
    page = staff.get(f"/staff/apps/{slug}")
    return staff.submit(page, f"/staff/apps/{slug}/{action}", **data)


def state(services):
    with services.reading() as session:
        return queries.staff_apps(session, SYSTEM)[0].state


def letters_queued(services):
    with services.reading() as session:
        return [job.payload for job in recent_jobs(session, name="mail")]


def test_staff_see_what_waits_and_approve_it(staff, client, services, waiting):
    assert f"/staff/apps/{waiting.slug}" in staff.get("/staff/apps/").links()
    page = staff.get(f"/staff/apps/{waiting.slug}")
    assert "maker@example.jp" in page.text
    [image] = page.all("img")
    assert image.get("alt") == "地図"
    assert staff.client.get(image.get("src")).mimetype == "image/webp"
    assert client.get(image.get("src")).status_code == 302, "only after signing in"

    page = decide(staff, waiting.slug, "approve")

    assert page.response.request.path == "/staff/apps/shelter-guide"
    assert state(services) is AppState.APPROVED
    [letter] = letters_queued(services)
    assert letter["to"] == "maker@example.jp"
    assert "/ja/apps/shelter-guide" in letter["text"]


def test_a_picture_goes_out_harmless(client, staff, services, waiting):
    decide(staff, waiting.slug, "approve")
    with services.reading() as session:
        picture = queries.public_app(session, "shelter-guide").pictures[0]

    answer = client.get(f"/apps/pictures/{picture.sha256}.webp")

    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in answer.headers["Cache-Control"]


def test_staff_return_an_app_with_a_reason_and_its_author_answers(staff, services, waiting):
    decide(staff, waiting.slug, "return", reason="unclear", words="もう少しくわしく")

    assert state(services) is AppState.RETURNED
    [letter] = letters_queued(services)
    assert "もう少しくわしく" in letter["text"]
    assert "one cannot tell" in letter["text"]
    link = next(word for word in letter["text"].split() if "/submission/" in word)
    page = staff.get(link.removeprefix(services.settings.base_url))
    assert "もう少しくわしく" in page.text
    staff.post(f"{page.response.request.path}/appeal", data={"words": "直しました"})
    assert state(services) is AppState.SUBMITTED
    assert "直しました" in staff.get(f"/staff/apps/{waiting.slug}").text


def test_staff_recommend_retire_and_bring_back(staff, resident, services, waiting):
    decide(staff, waiting.slug, "approve")
    slug = "shelter-guide"

    decide(staff, slug, "feature", featured="1")
    assert resident.get(f"/ja/apps/{slug}").all("span", class_="is-ok")
    decide(staff, slug, "retire", reason="closed")
    assert resident.get(f"/ja/apps/{slug}").status == 410
    decide(staff, slug, "restore")
    assert resident.get(f"/ja/apps/{slug}").status == 200


def test_a_decision_that_came_too_late_changes_nothing(staff, services, waiting):
    page = staff.get(f"/staff/apps/{waiting.slug}")
    decide(staff, waiting.slug, "approve")

    late = staff.submit(page, "/staff/apps/shelter-guide/return", reason="unclear")

    assert late.status == 409
    assert state(services) is AppState.APPROVED


def test_an_address_from_before_the_approval_leads_to_the_app(staff, waiting):
    decide(staff, waiting.slug, "approve")

    page = staff.get(f"/staff/apps/{waiting.slug}")

    assert page.response.request.path == "/staff/apps/shelter-guide"
    assert staff.get("/staff/apps/app-000000000000").status == 404


def test_staff_are_told_of_another_app_at_the_same_address(staff, services, waiting):
    with services.begin(SYSTEM) as uow:
        gallery.add(uow, draft(url="http://App.example.jp/#top", slug="twin"))
        gallery.add(uow, draft(url="https://other.example.jp/", slug="other"))

    links = staff.get(f"/staff/apps/{waiting.slug}").links()

    assert "/staff/apps/twin" in links
    assert "/staff/apps/other" not in links


def test_an_author_who_left_the_name_empty_is_told_in_words(staff, services, published):
    published()
    with services.begin(SYSTEM) as uow:
        gallery.add(uow, draft(author="", slug="nameless", platforms=("web", "ios")))

    facts = staff.get("/staff/apps/nameless").texts("dd")

    assert "residents" not in facts
    assert "書かれていません" in facts
    assert any("、" in fact for fact in facts)
