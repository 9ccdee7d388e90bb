from datasets.drafts import OrganizationDraft


def test_a_publisher_is_listed_with_its_data(resident, published):
    published(organization=OrganizationDraft(slug="kyoiku", title={"ja": "学校教育課"}))

    page = resident.get("/ja/orgs/")

    assert "学校教育課" in page.texts("h2")
    assert "/ja/orgs/kyoiku" in page.links()


def test_the_page_of_a_publisher_shows_its_own_data_only(resident, published):
    published(
        title="給食",
        slug="lunch",
        organization=OrganizationDraft(slug="kyoiku", title={"ja": "学校教育課"}),
    )
    published(
        title="避難所一覧",
        slug="shelters",
        organization=OrganizationDraft(slug="kiki", title={"ja": "危機管理課"}),
    )

    page = resident.get("/ja/orgs/kyoiku")

    assert page.texts("h1") == ["学校教育課"]
    assert "給食" in page.texts("h3")
    assert "避難所一覧" not in page.text


def test_a_name_in_japanese_is_marked_on_an_english_page(resident, published):
    published(organization=OrganizationDraft(slug="kyoiku", title={"ja": "学校教育課"}))

    page = resident.get("/en/orgs/kyoiku")

    [heading] = page.all("h1")
    assert heading.get("lang") == "ja"


def test_an_unknown_publisher_is_not_found(resident):
    assert resident.get("/ja/orgs/bogus").status == 404


def test_an_empty_portal_has_no_publishers_and_says_so(resident):
    assert "データはまだありません" in resident.get("/ja/orgs/").text
