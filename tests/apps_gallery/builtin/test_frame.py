from datetime import date

import pytest

from apps_gallery.builtin import registry
from apps_gallery.builtin.base import Fit
from apps_gallery.builtin.config import addresses, read_config, stored_config
from apps_gallery.builtin.tables import public_tables
from datasets.kernel.errors import InvalidApp, NotFound

TODAY = date(2026, 11, 22)
SERIES = "年,世帯数,総人口（人）\n" + "".join(
    f"{year},{40_000 + year},{120_000 - 100 * (year - 2010)}\n" for year in range(2010, 2027)
)
PLACES = "名称,備考\n中央小学校,北側から入る\n北原小学校,門は一つ\n"


@pytest.fixture
def table(services, published):
    """A public table, as templates see it."""

    def publish(csv, slug="people"):
        published(csv=csv, slug=slug, filename=f"{slug}.csv", title="人口の推移")
        with services.reading() as session:
            return public_tables(session, [(slug, slug)])[slug, slug]

    return publish


def test_templates_are_offered_where_the_columns_suit_and_nowhere_else(table):
    series = [template.name for template, _fit in registry.fitting(table(SERIES))]
    words = [template.name for template, _fit in registry.fitting(table(PLACES, slug="places"))]

    assert {"graph", "board"} <= set(series)
    assert not {"graph", "board", "compare"} & set(words)


def test_every_template_says_what_it_promises_and_what_a_table_lacks():
    for template in registry.templates():
        assert template.name.isidentifier()
        assert template.title
        assert template.promise.endswith(".")
        assert template.why_not.endswith(".")
        assert len({slot.name for slot in template.slots}) == len(template.slots)


def test_a_default_configuration_is_read_back_as_it_was_chosen(table):
    people = table(SERIES)

    for template, fit in registry.fitting(people):
        stored = stored_config(template, people, fit)
        config = read_config(template, stored, {people.address: people}, TODAY)

        for source in config.sources:
            chosen = {slot: tuple(c.name for c in cols) for slot, cols in source.columns.items()}
            assert chosen == dict(fit.columns)


@pytest.mark.parametrize(
    "change",
    [
        {"sources": []},
        {"sources": "people"},
        {"sources": [{"dataset": "people", "file": "people"}]},
        {"colour": "plaid"},
        {"script": "alert(1)"},
        {"settings": {"speed": "9"}},
        {"question": {"ja": "長" * 81}},
        {"question": {"fr": "Combien ?"}},
    ],
    ids=str,
)
def test_a_configuration_that_nobody_could_have_chosen_is_refused(table, change):
    people = table(SERIES)
    board = registry.template("board")
    fit = board.fits(people.columns, people.rows)
    stored = stored_config(board, people, fit) | change

    with pytest.raises(InvalidApp):
        read_config(board, stored, {people.address: people}, TODAY)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"time": ("年",), "measures": ("人口密度",)}, "人口密度"),
        ({"time": ("総人口（人）",), "measures": ("世帯数",)}, "総人口"),
        ({"measures": ("世帯数",)}, "time"),
    ],
    ids=["gone", "of another kind", "missing"],
)
def test_a_column_that_does_not_suit_is_named(table, columns, said):
    people = table(SERIES)
    board = registry.template("board")
    stored = stored_config(board, people, Fit(columns))

    with pytest.raises(InvalidApp, match=said):
        read_config(board, stored, {people.address: people}, TODAY)


def test_a_table_that_is_not_public_is_not_there(services, table):
    table(SERIES)

    with services.reading() as session:
        found = public_tables(session, [("people", "people"), ("people", "x"), ("secret", "x")])

    assert set(found) == {("people", "people")}


def test_addresses_are_those_of_the_sources(table):
    people = table(SERIES)
    graph = registry.template("graph")
    stored = stored_config(graph, people, graph.fits(people.columns, people.rows))

    assert addresses(stored) == (("people", "people"),)


def test_an_unknown_template_is_not_found():
    with pytest.raises(NotFound):
        registry.template("hologram")
