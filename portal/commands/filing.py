"""portal validate, publish: files on this machine.

The first needs no portal: it works on a bare file, in the same limited child process.
"""

import tempfile
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from datasets import intake, queries
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel import cell
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import NotFound
from datasets.kernel.fork_server import ForkServer
from datasets.prepared import CHECK_TABLE, PreparedTable
from datasets.validation.expected import as_expected
from datasets.validation.report import Basis, Report
from datasets.validation.standards.schema import AUTO, edition_ids, is_edition
from portal.commands.conforming import check_standard
from portal.commands.examining import LIMITS, Made, prepared
from portal.commands.terminal import complain, say, show_json
from portal.commands.working import finish_jobs
from portal.wiring import Services


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the commands of this module."""
    validate = subparsers.add_parser("validate", help="check a table, without a portal")
    validate.add_argument("file", type=Path)
    validate.add_argument("--json", action="store_true", help="one JSON object, for programs")
    validate.set_defaults(bare=check)
    validate.add_argument(
        "--schema",
        default="",
        metavar="NAME",
        help="a national standard by name or number (aed, 08, aed-2017), or auto to recognise it",
    )
    validate.add_argument(
        "--quick", action="store_true", help="the quick check's verdict on a large table will do"
    )
    publish = subparsers.add_parser("publish", help="hand in files and publish them")
    publish.add_argument("files", type=Path, nargs="+", metavar="FILE")
    publish.add_argument("--organization", required=True, metavar="SLUG")
    for name in ("title", "slug", "theme", "license"):
        publish.add_argument(f"--{name}", default="")
    publish.add_argument("--wait", action="store_true", help="until it is public, or refused")
    publish.set_defaults(run=publish_files)


def check(given: Namespace) -> int:
    """Validate a table as the portal would, or against a standard that is named.

    Returns:
        0 if nothing is wrong, though it may depart from a standard that nobody named; else 1.
    """
    if given.schema not in ("", AUTO) and not is_edition(given.schema):
        complain(f"There is no standard “{given.schema}”. Known are: {', '.join(edition_ids())}.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        made = prepared(given.file, folder)
        if made.refusal is not None:
            return refused(made, given)
        assert made.prepared is not None  # noqa: S101 - there is no refusal
        if given.schema:
            return check_standard(made.prepared, given, LIMITS)
        reports = [_report_on(table, given.quick) for table in made.prepared.tables]
    if given.json:
        show_json(
            {
                "valid": all(r.valid for r in reports),
                "sound": all(r.sound for r in reports),
                "tables": [r.to_json() for r in reports],
            }
        )
    for table, report in zip(made.prepared.tables, () if given.json else reports, strict=False):
        count = f"{report.row_count} rows, {sum(report.counts.values())} findings"
        say(f"{table.name}: {count}, checked against {_promise(report)}")
        for finding in report.findings:
            say(f"  {finding.message} {finding.remedy}")
    return 0 if all(report.sound for report in reports) else 1


def _promise(report: Report) -> str:
    if report.basis is Basis.STANDARD:
        return f"the national standard {report.standard}"
    return "what its own columns were found to be"


def _report_on(table: PreparedTable, quick: bool) -> Report:
    """Frictionless's report, or the quick check's on a large table if that will do."""
    if table.descriptor is not None or quick:
        return Report.from_json(table.report)
    with ForkServer(()) as server:
        told = cell.run(CHECK_TABLE, table.clean_path, table.schema, limits=LIMITS, server=server)
    basis = Report.from_json(table.report).basis
    return as_expected(Report.from_json(told["report"]), basis, table.standard)


def publish_files(services: Services, given: Namespace) -> int:
    """Hand in files as one dataset that goes public when nothing stands in the way."""
    files = []
    for path in given.files:
        if not path.is_file():
            raise NotFound("There is no file {path}.", path=str(path))
        with path.open("rb") as stream:
            stored = services.files.put(stream, services.settings.max_file_bytes)
        files.append(
            DistributionDraft(
                filename=path.name,
                uri=path.name,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
            )
        )
    draft = DatasetDraft(
        title={"ja": given.title or given.files[0].stem},
        organization=OrganizationDraft(slug=given.organization),
        provenance=Provenance(kind="command", identifier=given.files[0].name),
        slug=given.slug or None,
        themes=(given.theme,) if given.theme else (),
        license=given.license,
        files=tuple(files),
        publish=True,
    )
    with services.begin(SYSTEM) as uow:
        slug = intake.receive(uow, draft).slug
    if not given.wait:
        say(f"{slug}: received")
        return 0
    finish_jobs(services)
    with services.reading() as session:
        state = queries.staff_dataset(session, slug, SYSTEM).state
    say(f"{slug}: {state}")
    return 0 if state == "published" else 1


def refused(made: Made, given: Namespace) -> int:
    """Say why nothing came of a file."""
    if given.json:
        show_json(made.as_json())
    else:
        complain(str(made.refusal))
    return 1
