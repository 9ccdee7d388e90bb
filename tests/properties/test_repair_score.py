"""Generated corruptions of clean tables: mended, or named."""

from pathlib import Path

import pytest

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.repair.planning import plan
from datasets.repair.repair import write_clean_csv
from tests.properties.clean_tables import Sent, clean_tables, written
from tests.properties.corruptions import corruptions

MOST = 240


def mended_or_named(sent: Sent, folder: Path) -> str:
    """How it went: mended, named, or what came of it instead."""
    path, out = folder / "sent.csv", folder / "clean.csv"
    path.write_bytes(sent.content())
    try:
        table = read_file(path, "sent.csv").tables[0]
    except UnreadableFile as refused:
        return f"refused: {refused}"
    result = write_clean_csv(table, plan(table), out)
    told = {offer.step for offer in result.offers} | {defect.code for defect in result.defects}
    clean = out.read_text(encoding="utf-8")
    if clean == sent.clean():
        return "mended" if not sent.named else "named" if sent.named <= told else "unnamed"
    return "named" if sent.named and sent.named <= told else clean


def test_what_offices_do_to_tables_is_mended_or_named(tmp_path: Path) -> None:
    results = {name: mended_or_named(sent, tmp_path) for name, sent in corruptions(MOST)}

    wrong = {name: said for name, said in results.items() if said not in ("mended", "named")}
    mended = sum(said == "mended" for said in results.values())
    named = sum(said == "named" for said in results.values())
    print(f"{len(results)} corruptions: {mended} mended, {named} named, {len(wrong)} neither")  # noqa: T201 - the score
    for name in wrong:
        print("  ", name)  # noqa: T201 - likewise
    assert len(results) >= 200
    assert mended + named >= 0.95 * len(results)


@pytest.mark.parametrize("name", clean_tables())
def test_a_clean_table_stays_as_it_is(name: str, tmp_path: Path) -> None:
    names, rows = clean_tables()[name]
    path, out = tmp_path / f"{name}.csv", tmp_path / "clean.csv"
    path.write_text(written([names, *rows], ",", "\n"), encoding="utf-8")

    table = read_file(path, path.name).tables[0]
    result = write_clean_csv(table, plan(table), out)

    assert out.read_bytes() == path.read_bytes()
    assert result.records == ()
    assert result.offers == ()
