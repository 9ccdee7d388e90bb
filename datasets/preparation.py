"""From a stranger's file to typed tables: read, repair, validate, tabulate, scan for people.

Pure: bytes in, files and facts out. Runs in the limited child process (`datasets.kernel.cell`)
for the portal's jobs and for the command line alike.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from datasets.corrections import corrected_by, kept_with_recipe
from datasets.kept import codes_of, kept, privacy_codes
from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.kernel.reporting import report_progress
from datasets.prepared import CHANGES, PreparedTable
from datasets.reading.account import account_of_file, account_of_table
from datasets.reading.corrected import Corrected
from datasets.reading.read import read_file
from datasets.reading.result import Defect, ReadFile, ReadTable
from datasets.repair.planning import Plan, plan
from datasets.repair.recipe import Recipe
from datasets.repair.repair import (
    file_records,
    recipe_of,
    write_as_read,
    write_changes_csv,
    write_clean_csv,
)
from datasets.scanning import scan_beyond_tables, scan_hidden_parts, scan_kept, scan_table
from datasets.tables.load import load
from datasets.tables.profile import profile
from datasets.validation.checks.privacy import PrivacyFinding
from datasets.validation.deciding import decided
from datasets.validation.expected import expected
from datasets.validation.verdict import verdict_on

MOST_TABLES = 20
THREADS = 2
_LOADING_MB = 200
"""More is no quicker; pandas holds as much beside it, and the whole stays under 500 MB."""


def prepare_file(
    path: str, filename: str, folder: str, options: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Make everything that can be made of one file that was looked at and may be a table.

    Args:
        path: A local file.
        filename: What its sender called it.
        folder: An empty folder for the tables.
        options: `told` of how it is read (see `datasets.corrections`), `recipe` that was used
            before, `choices` by the key of an offer, `only` these steps, `everything` that is
            doubtful too; of further tables by their name in `sheets`. `changes` are written
            beside the tables. All may be missing.

    Returns:
        `Prepared` as JSON.

    Raises:
        UnreadableFile: if it is damaged or not what its name says.
        TooLarge: if it is beyond a limit.
    """
    started = time.perf_counter()
    made = _tabulated(Path(path), filename, Path(folder), options or {})
    made["seconds"] = round(time.perf_counter() - started, 3)
    return made


def _tabulated(
    path: Path, filename: str, folder: Path, options: Mapping[str, Any]
) -> dict[str, Any]:
    try:
        read = read_file(path, filename)
    except UnreadableFile as fault:
        # a JSON document need not be a table; one that is damaged is refused all the same
        if fault.message.places.get("detail") == "json" and filename.lower().endswith(
            (".json", ".jsonld")
        ):
            return kept("json", privacy=scan_kept(path, filename))
        raise
    fixed = corrected_by(read, options)
    read = fixed.read
    tables: list[dict[str, Any]] = []
    privacy = list(scan_hidden_parts(read, path, filename))
    defects = list(read.defects)
    chosen, beside = _chosen(read)
    for number, table in enumerate(chosen):
        report_progress(
            number, len(read.tables), Message(N_("Reading “{name}”"), {"name": table.name})
        )
        told = options if number == 0 else options.get("sheets", {}).get(_name(table), {})
        planned = _planned(table, told, folder / f"{number}.plain.csv")
        made, found, met = _one(read, table, planned, folder / str(number), filename)
        _tell(made, table, told, fixed, own=number == 0)
        if options.get("changes"):
            write_changes_csv(table, planned.recipe, folder / f"{number}{CHANGES}")
        tables.append(made)
        privacy.extend(found)
        defects.extend(met)
    further = folder / "further.csv"
    for table in beside:  # no tables of ours, but in the file all the same
        said = {defect.code for defect in defects}
        defects.extend(defect for defect in table.defects if defect.code not in said)
        write_as_read(table, further)
        privacy.extend(scan_table(table, further, table.above))
    privacy.extend(_as_the_reader_had_it(fixed, privacy, further))
    privacy.extend(scan_beyond_tables(path, filename, privacy))
    codes = _codes(privacy, defects)
    verdict = _verdict(privacy, codes)
    return {
        "format": read.kind,
        "verdict": verdict,
        "codes": codes_of(verdict, codes),
        "encoding": _encoding(read.encoding),
        "newline": read.newline,
        "tables": tables,
        "privacy": [finding.to_json() for finding in privacy],
        "defects": [
            {"code": d.code, "count": d.count, "where": d.where.to_json()} for d in defects
        ],
    }


def _tell(
    made: dict[str, Any],
    table: ReadTable,
    told: Mapping[str, Any],
    fixed: Corrected,
    *,
    own: bool,
) -> None:
    """Say how a table was read; with the file's own table also how the file was."""
    if again := kept_with_recipe(table, told, fixed, own=own):
        made["recipe"]["told"] = again
    made["reading"] = account_of_table(table, fixed.names.get(table.sheet))
    if own:
        made["reading"].update(account_of_file(fixed.read, fixed.by_itself))


def _as_the_reader_had_it(
    fixed: Corrected, found: Sequence[PrivacyFinding], further: Path
) -> Iterator[PrivacyFinding]:
    """What the search would find if nobody had told where the names are: nothing hides that way."""
    for table in fixed.replaced:
        known = {finding.kind for finding in found if finding.sheet == table.sheet}
        write_as_read(table, further)
        again = scan_table(table, further, table.above)
        yield from (finding for finding in again if finding.kind not in known)


def _chosen(read: ReadFile) -> tuple[list[ReadTable], list[ReadTable]]:
    """The tables to make, and those only to look through: forms after the first, and many more."""
    chosen: list[ReadTable] = []
    beside: list[ReadTable] = []
    forms = 0
    for table in read.tables:
        forms += (is_form := any(defect.code == "W_FORM" for defect in table.defects))
        fits = len(chosen) < MOST_TABLES and not (is_form and forms > 1)
        (chosen if fits else beside).append(table)
    return chosen, [*beside, *read.aside]


def _name(table: ReadTable) -> str:
    return table.sheet or table.name


def _planned(table: ReadTable, told: Mapping[str, Any], copy_to: Path) -> Plan:
    like = Recipe.of(told["recipe"]) if told.get("recipe") else None
    return plan(
        table,
        like=like,
        choices=told.get("choices"),
        only=told.get("only"),
        everything=bool(told.get("everything")),
        copy_to=copy_to,
    )


def _one(
    read: ReadFile, table: ReadTable, planned: Plan, stem: Path, filename: str
) -> tuple[dict[str, Any], Sequence[PrivacyFinding], Sequence[Defect]]:
    clean, parquet = stem.with_suffix(".csv"), stem.with_suffix(".parquet")
    repaired = write_clean_csv(table, planned, clean)
    found = scan_table(table, clean, repaired.notes)
    loaded = load(clean, repaired.columns, parquet, threads=THREADS, memory_limit_mb=_LOADING_MB)
    columns = profile(parquet, loaded.columns, threads=THREADS)
    must = expected(
        parquet,
        columns,
        loaded.rows,
        title=f"{filename} {table.sheet or ''}",
        decided=decided(planned.choices),
    )
    report, descriptor = verdict_on(clean, parquet, loaded.rows, must.schema, threads=THREADS)
    made = PreparedTable(
        name=_name(table),
        sheet=table.sheet,
        header_row=table.header_row,
        rows=loaded.rows,
        records=planned.survey.rows,
        columns=[column.to_json() for column in columns],
        geometry_type=table.geometry_type,
        crs=table.crs,
        clean_path=str(clean),
        parquet_path=str(parquet),
        recipe=recipe_of(read, table, planned).as_json(),
        offers=[offer.to_json() for offer in repaired.offers],
        repairs=[record.to_json() for record in (*file_records(read), *repaired.records)],
        report=must.told(report).to_json(),
        schema=must.schema.descriptor(),
        descriptor=descriptor,
        notes=list(repaired.notes),
        standard=must.standing,
    )
    return asdict(made), found, repaired.defects


def _encoding(codec: str | None) -> str | None:
    return "utf-8" if codec == "ascii" else codec


def _codes(privacy: Sequence[PrivacyFinding], defects: Sequence[Defect]) -> list[str]:
    return [*privacy_codes(privacy), *(defect.code for defect in defects)]


def _verdict(privacy: Sequence[PrivacyFinding], codes: Sequence[str]) -> str:
    if privacy:
        return "quarantine"
    if "E_MOJIBAKE" in codes:
        return "quarantine"
    mended = any(code.startswith(("R_", "E_")) or code == "W_DOC_METADATA" for code in codes)
    return "repair" if mended else "accept"
