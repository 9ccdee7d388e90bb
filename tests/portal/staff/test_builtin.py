import pytest

from apps_gallery import queries
from portal.accounts.models import Role

CSV = "地区,年,人口（人）\n" + "".join(
    f"{area},{year},{1000 * place + year}\n"
    for place, area in enumerate(["中央", "北原", "南町"], 1)
    for year in range(2015, 2027)
)
HERE = "/staff/apps/new/people/people"


@pytest.fixture
def people(published):
    published(slug="people", title="地区別人口", csv=CSV, filename="people.csv", themes=("jinkou",))


def choices(page):
    """What the hidden form under a preview would publish."""
    return {
        field.get("name"): field.get("value")
        for form in page.all("form", class_="form")
        if form.get("method") == "post"
        for field in form.iter()
        if field.get("type") == "hidden" and field.get("name") != "csrf_token"
    }


def test_data_are_found_by_their_words(staff, people):
    page = staff.get("/staff/apps/new/", query_string={"q": "人口"})

    assert HERE in page.links()
    assert not staff.get("/staff/apps/new/", query_string={"q": "宇宙人"}).all("ul", class_="rows")


def test_only_what_suits_the_data_is_offered_and_the_rest_says_why(staff, people):
    page = staff.get(HERE)

    assert {f"{HERE}/graph", f"{HERE}/board"} <= set(page.links())
    assert f"{HERE}/near" not in page.links()
    assert page.texts("dd")


def test_a_graph_is_offered_for_any_table_that_a_chart_suits(staff, published):
    published(slug="words", csv="名称,地区\n" + "".join(f"第{n}館,{n % 3}区\n" for n in range(12)))

    page = staff.get("/staff/apps/new/words/shelters")

    assert "/staff/apps/new/words/shelters/graph" in page.links()


def test_what_is_looked_at_is_what_goes_into_the_gallery(staff, services, people):
    chosen = {
        "title_ja": "地区の人口",
        "line_ja": "地区ごとの人口を見る",
        "question_ja": "どの地区の人が多い？",
        "slot_time": "年",
        "slot_measures": "人口（人）",
        "slot_group": "地区",
        "colour": "green",
        "themes": "jinkou",
    }

    looked_at = staff.get(f"{HERE}/board", query_string=chosen)
    done = staff.submit(looked_at, f"{HERE}/board", **choices(looked_at))

    assert "どの地区の人が多い？" in looked_at.texts("h2")
    assert looked_at.texts("p", class_="app-figure") == ["5,026人"]
    assert choices(looked_at) == chosen
    assert done.texts("h1") == ["地区の人口"]
    assert done.all("div", role="status"), "the notice stands where it can be read"
    assert f"/ja/apps/{slug_of(done)}" in done.links()
    with services.reading() as session:
        [app] = queries.apps_of_dataset(
            session, queries.public_app(session, slug_of(done)).uses[0].dataset_id
        )
    assert app.template == "board"
    assert app.config["sources"][0]["columns"]["group"] == ["地区"]
    assert app.config["colour"] == "green"
    assert list(app.themes) == ["jinkou"]


def slug_of(page):
    return page.response.request.path.rpartition("/")[2]


def test_the_form_is_filled_in_before_anybody_has_typed(staff, people):
    page = staff.get(f"{HERE}/graph")

    assert "地区別人口" in page.field("title_ja")
    assert page.field("title_en")
    assert not choices(page)


@pytest.mark.parametrize("template", ["graph", "board"])
def test_what_is_suggested_can_be_looked_at_as_it_is(staff, people, template):
    suggested = staff.get(f"{HERE}/{template}")

    looked_at = staff.get(f"{HERE}/{template}", query_string=filled(suggested))

    assert looked_at.texts("p", class_="app-figure")
    assert choices(looked_at)["title_ja"]


def filled(page):
    """What the form that asks would send, as a browser does."""
    [form] = [one for one in page.all("form", class_="form") if one.get("method") == "get"]
    sent = []
    for control in form.iter():
        tag, name = control.tag.rpartition("}")[2], control.get("name")
        if tag == "input" and (control.get("type") == "text" or "checked" in control.attrib):
            sent.append((name, control.get("value", "")))
        if tag == "select":
            chosen = [option for option in control if "selected" in option.attrib]
            sent.append((name, (chosen or list(control))[0].get("value", "")))
    return sent


def test_without_a_name_nothing_is_shown_or_published(staff, people):
    page = staff.get(f"{HERE}/board", query_string={"title_ja": " ", "slot_time": "年"})

    assert page.status == 422
    assert page.all("p", class_="field-error")
    assert not choices(page)


def test_columns_that_do_not_suit_are_said_in_the_preview_and_refused_at_the_door(staff, people):
    wrong = {"title_ja": "まちがい", "slot_time": "地区", "slot_measures": "人口（人）"}

    page = staff.get(f"{HERE}/board", query_string=wrong)
    sent = staff.submit(page, f"{HERE}/board", **wrong)

    assert page.all("div", class_="is-warn")
    assert not choices(page)
    assert sent.status == 422


def test_a_template_that_does_not_suit_cannot_be_forced(staff, people):
    assert staff.get(f"{HERE}/near").status == 422
    assert staff.get(f"{HERE}/hologram").status == 404


def test_only_those_who_moderate_may_make_apps(colleague, people):
    writer = colleague(role=Role.PUBLISHER)

    assert writer.get("/staff/apps/new/").status == 403
    assert writer.get(f"{HERE}/graph").status == 403
