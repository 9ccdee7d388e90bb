"""What the command says, and how it shows that long work goes on."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

OUT = Console(soft_wrap=True)
ERR = Console(stderr=True, soft_wrap=True)


def say(line: str) -> None:
    """One line on standard output."""
    OUT.print(line, markup=False, highlight=False)


def complain(line: str) -> None:
    """One line on standard error."""
    ERR.print(line, markup=False, highlight=False)


def show_json(value: Any) -> None:
    """One JSON document on standard output, for programs."""
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.buffer.flush()


def show_table(title: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output."""
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    OUT.print(table)


def progress() -> Progress:
    """A bar on a terminal; nothing elsewhere, where lines are said instead."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=ERR,
        disable=not ERR.is_terminal,
        transient=True,
    )
