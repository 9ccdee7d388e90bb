"""portal inspect: what a file is, without a portal.

Light on purpose: a program that asks about many files pays for starting up each time.
"""

import tempfile
from argparse import Namespace, _SubParsersAction
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets.kernel import cell
from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import DomainError, NotFound
from datasets.kernel.fork_server import ForkServer
from datasets.kernel.messages import Message
from datasets.prepared import PREPARE_FILE, Prepared, PreparedTable
from portal.commands.terminal import say, show_json, show_table

_PLACES = frozenset({"longitude", "latitude", "type", "geometry_type", "geometry"})
LIMITS = CellLimits(memory_bytes=2 << 30, cpu_s=300, wall_s=600)


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the command of this module."""
    inspect = subparsers.add_parser("inspect", help="what a file is, without a portal")
    inspect.add_argument("file", type=Path)
    inspect.add_argument("--json", action="store_true", help="one JSON object, for programs")
    inspect.set_defaults(bare=look)


@dataclass(frozen=True, slots=True)
class Made:
    """A prepared file, or why it was refused."""

    prepared: Prepared | None
    refusal: DomainError | None

    def as_json(self) -> dict[str, Any]:
        """What `portal inspect --json` prints; kept stable."""
        if self.refusal is not None:
            code = str(self.refusal.message.places.get("detail_code", "E_LIMIT"))
            return {
                "verdict": "reject",
                "codes": [code],
                "encoding": None,
                "newline": None,
                "tables": [],
                "defects": [{"code": code, "count": 1, "where": str(self.refusal)}],
            }
        assert self.prepared is not None  # noqa: S101 - one of the two is there
        made = self.prepared
        privacy = [(f["kind"], f["count"], f["message"]) for f in made.privacy]
        return {
            "verdict": made.verdict,
            "codes": list(made.codes),
            "encoding": made.encoding,
            "newline": made.newline,
            "tables": [
                {
                    "sheet": table.sheet,
                    "header_row": table.header_row,
                    "rows": table.records,
                    "columns": _columns(table),
                    "geometry_type": table.geometry_type,
                    "crs": table.crs,
                }
                for table in made.tables
            ],
            "defects": [
                {"code": d["code"], "count": d["count"], "where": words(d["where"])}
                for d in made.defects
            ]
            + [{"code": kind, "count": n, "where": words(said)} for kind, n, said in privacy],
            "seconds": made.seconds,
        }


def _columns(table: PreparedTable) -> list[str]:
    """The columns of the file; where things lie is told by the type of their geometry."""
    given = [step["options"].get("given") for step in table.recipe["steps"][:1]]
    if not table.records and given == [[""]]:
        return []  # a document without records names none
    names = [str(column["name"]) for column in table.columns]
    while table.geometry_type and names and names[-1].removeprefix("geometry_") in _PLACES:
        names.pop()
    return names


def look(given: Namespace) -> int:
    """Say what a file is."""
    with tempfile.TemporaryDirectory() as folder:
        told = prepared(given.file, folder).as_json()
    if given.json:
        show_json(told)
    else:
        _say_what_it_is(given.file, told)
    return 1 if told["verdict"] == "reject" else 0


def prepared(file: Path, folder: str, options: Mapping[str, Any] | None = None) -> Made:
    """What is made of a file in the limited child process, or why it is refused.

    Raises:
        NotFound: if there is no such file.
    """
    if not file.is_file():
        raise NotFound("There is no file {path}.", path=str(file))
    with ForkServer(()) as server:
        try:
            told = cell.run(
                PREPARE_FILE,
                str(file.absolute()),
                file.name,
                folder,
                dict(options or {}),
                limits=LIMITS,
                server=server,
            )
        except DomainError as refusal:
            return Made(None, refusal)
    return Made(Prepared.from_json(told), None)


def _say_what_it_is(file: Path, told: dict[str, Any]) -> None:
    say(f"{file}: {told['verdict']} ({', '.join(told['codes'])})")
    say(f"  encoding {told['encoding']}, line ends {told['newline']}")
    show_table(
        "tables",
        ("sheet", "header row", "rows", "columns"),
        [
            (t["sheet"] or "", t["header_row"], t["rows"], ", ".join(t["columns"]))
            for t in told["tables"]
        ],
    )
    for defect in told["defects"]:
        say(f"  {defect['code']} ×{defect['count']}: {defect['where']}")


def words(stored: Mapping[str, Any]) -> str:
    """A stored message in English."""
    return str(Message.from_json(stored))
