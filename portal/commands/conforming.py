"""portal validate --schema: a file against the national standards, without a portal."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from datasets.kernel import cell
from datasets.kernel.confinement import CellLimits
from datasets.kernel.fork_server import ForkServer
from datasets.prepared import Prepared
from datasets.validation.report import Report
from datasets.validation.standards.schema import standard
from portal.commands.terminal import complain, say, show_json

CHECK_FILE = "datasets.validation.standard_check:check_file"
"""What checks a table, by its path: only the limited process loads the libraries it needs."""


def check_standard(prepared: Prepared, given: Namespace, limits: CellLimits) -> int:
    """Check every table of a prepared file, whose working folder is still there.

    Returns:
        0 if each follows its standard in everything, else 1.
    """
    with ForkServer(()) as server:
        tables = [
            {
                "name": table.name,
                **cell.run(
                    CHECK_FILE,
                    table.clean_path,
                    table.parquet_path,
                    [dict(column) for column in table.columns],
                    table.rows,
                    given.schema,
                    f"{given.file.name} {table.sheet or ''}",
                    limits=limits,
                    server=server,
                ),
            }
            for table in prepared.tables
        ]
    valid = bool(tables) and all(told["report"] and told["report"]["valid"] for told in tables)
    if given.json:
        show_json({"valid": valid, "tables": tables})
        return 0 if valid else 1
    if not tables:
        complain("The file holds no table, so it follows no standard.")
    for told in tables:
        _say(told)
    return 0 if valid else 1


def _say(told: Mapping[str, Any]) -> None:
    found = told["standard"]
    if found is None:
        say(f"{told['name']}: follows none of the standards. Name one with --schema.")
        return
    known = standard(found["standard"])
    report = Report.from_json(told["report"])
    say(
        f"{told['name']}: {known.number} {known.title['ja']} ({found['standard']}, edition"
        f" {found['edition']}), confidence {found['confidence']:.2f}"
    )
    count = sum(report.counts.values())
    say(f"  {report.row_count} rows, {count} findings")
    for finding in report.findings:
        say(f"  {finding.message} {finding.remedy}")
    for column, field, _how in found["columns"]:
        if column != field:
            say(f"  “{column}” is taken as “{field}”.")
    for name in found["wanting"]:
        say(f"  The recommended column “{name}” is missing.")
    if found["extra"]:
        say(f"  Further columns: {', '.join(found['extra'])}")
