import pytest

from portal.pages.about_words import TOPICS


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("topic", [topic.code for topic in TOPICS])
def test_every_topic_opens_in_both_languages(resident, locale, topic):
    page = resident.get(f"/{locale}/about/{topic}")

    assert page.status == 200
    assert page.root.get("lang") == locale
    assert len(page.all("a", aria_current="page")) == 1


def test_the_contact_page_names_who_to_ask(resident, published):
    published()

    page = resident.get("/ja/about/contact")

    assert "危機管理課" in page.texts("h3")


def test_an_unknown_topic_is_not_found(resident):
    assert resident.get("/ja/about/bogus").status == 404
