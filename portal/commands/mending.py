"""portal repair: mend a table of a bare file, without a portal.

A city's own scripts use it every month: `--recipe` does what was done to last month's file.
"""

import json
import shutil
import tempfile
from argparse import ArgumentTypeError, Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from datasets.prepared import CHANGES, PreparedTable
from datasets.repair.script import script, step_names
from portal.commands.examining import prepared, words
from portal.commands.filing import refused
from portal.commands.terminal import say, show_json


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the command of this module."""
    repair = subparsers.add_parser("repair", help="mend a table, without a portal")
    repair.add_argument("file", type=Path)
    repair.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    repair.add_argument("--json", action="store_true", help="one JSON object, for programs")
    repair.add_argument(
        "--recipe",
        type=_recipe,
        metavar="RECIPE.json",
        help="do again what was done to an earlier file: a recipe, or what --json printed",
    )
    which = repair.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="what is doubtful too")
    which.add_argument(
        "--only",
        action="append",
        choices=step_names(),
        metavar="STEP",
        help="this step and no other; may be given several times: " + ", ".join(step_names()),
    )
    repair.add_argument(
        "--script", type=Path, metavar="SCRIPT.py", help="the same as a script for pandas"
    )
    repair.add_argument(
        "--changes",
        type=Path,
        metavar="CHANGES.csv",
        help="every changed cell with its sheet, row and column in the original",
    )
    repair.set_defaults(bare=mend)


def mend(given: Namespace) -> int:
    """Write the repaired table as UTF-8 CSV; further tables as OUT-2, OUT-3 …."""
    options = {
        "recipe": given.recipe,
        "only": given.only,
        "everything": given.all,
        "changes": given.changes is not None,
    }
    with tempfile.TemporaryDirectory() as folder:
        made = prepared(given.file, folder, options)
        if made.prepared is None:
            return refused(made, given)
        written = []
        for number, table in enumerate(made.prepared.tables, start=1):
            out = _numbered(given.output, number)
            shutil.copyfile(table.clean_path, out)
            if given.changes:
                told = Path(folder) / f"{number - 1}{CHANGES}"
                shutil.copyfile(told, _numbered(given.changes, number))
            written.append((out, table, _script(given, table, number)))
    if given.json:
        show_json([_as_json(*one) for one in written])
        return 0
    for out, table, program in written:
        _say(out, table)
        if given.script:
            say(f"  {program}" if program else "  no script: pandas alone cannot read such a file")
    return 0


def _recipe(path: str) -> dict[str, Any]:
    """A recipe document, or the first of what `--json` printed."""
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        told = told[0]["recipe"] if isinstance(told, list) else told
        if isinstance(told["steps"], list):
            return dict(told)
    except (OSError, ValueError, KeyError, IndexError, TypeError) as fault:
        raise ArgumentTypeError(f"{path} holds no recipe") from fault
    raise ArgumentTypeError(f"{path} holds no recipe")


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def _script(given: Namespace, table: PreparedTable, number: int) -> str:
    text = script(table.recipe, given.file.name) if given.script else None
    if text is None:
        return ""
    out = _numbered(given.script, number)
    out.write_text(text, encoding="utf-8")
    return str(out)


def _as_json(out: Path, table: PreparedTable, program: str) -> dict[str, Any]:
    return {
        "file": str(out),
        "rows": table.rows,
        "recipe": table.recipe,
        "repairs": list(table.repairs),
        "offers": list(table.offers),
        "script": program or None,
    }


def _say(out: Path, table: PreparedTable) -> None:
    say(f"{out}: {table.rows} rows")
    for record in table.repairs:
        say(f"  {words(record['sentence'])}")
    for offer in table.offers:
        if not offer["taken"]:
            columns = f" ({', '.join(offer['columns'])})" if offer["columns"] else ""
            count = offer["cell_count"]
            say(f"  not done, only offered: {offer['step']}{columns}, {count} places (see --all)")
