from datasets import queries
from datasets.kernel.actors import ANYONE
from portal.web import figures
from datasets.tables.column import Column
SERIES = "年,世帯数,総人口（人）\n" + "".join(f"{year},{40_000 + year},{120_000 - 100 * (year - 2010)}\n" for year in range(2010, 2027))
def test_dbg(services, published, app):
    published(title="人口の推移", csv=SERIES, slug="population")
    with app.test_request_context("/ja/"), services.reading() as session:
        d = queries.newest_datasets(session, ANYONE, 20)[0]
        t = queries.first_table(d)
        for c in t.version.columns: print(c)
        print(t.version.rows)
        print(figures._time_and_measure([Column.from_json(c) for c in t.version.columns], t.version.rows, "人口の推移"))
    assert 0
