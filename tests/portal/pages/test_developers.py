import re


def test_the_lines_name_data_that_can_be_had(resident, client, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/dev/")

    addresses = set(re.findall(r'"http://[^/"]+(/d/[^"]+)"', page.text))
    assert addresses == {"/d/shelters.csv", "/d/shelters.json"}
    assert {client.get(address).status_code for address in addresses} == {200}


def test_every_address_on_the_page_answers(resident, client, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/dev/")

    shown = [a.get("href", "") for dl in page.all("dl") for a in dl.iter() if a.get("href")]
    assert len(shown) == 6
    assert {client.get(address).status_code for address in shown} == {200}


def test_an_empty_portal_still_explains_itself(resident):
    page = resident.get("/en/dev/")

    assert page.status == 200
    assert "Nothing is published yet" in page.text
