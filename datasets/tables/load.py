"""A checked file into typed Parquet; a type only if every value round-trips.

The Parquet holds, in the original order, for each column k: `ck`, the text of the cell exactly as
it was (a blank is NULL); `nk`, its typed value, for integers, numbers, dates and times; `fk`, its
folded text, for text. Nothing that goes out is ever printed back from a typed value.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnType
from datasets.tables.column_types import TypedColumn, column_types
from datasets.tables.folding import folded, folded_one_by_one, register

ROW_GROUP_ROWS = 25_000
_LONGEST_RECORD_BYTES = 4_000_000
_FEW_ROWS = 5_000
_FORM = f"FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP_ROWS}, PARQUET_VERSION V2"
# COMMENT and every other dialect option is passed: what is not said, the reader would guess
_READ = (
    "read_csv(?, columns = ?, auto_detect = false, header = true, skip = 0, delim = ',',"
    " quote = '\"', escape = '\"', comment = '', nullstr = '', allow_quoted_nulls = true,"
    " encoding = 'utf-8', strict_mode = true, null_padding = false, ignore_errors = false,"
    f" parallel = false, max_line_size = {_LONGEST_RECORD_BYTES},"
    f" buffer_size = {_LONGEST_RECORD_BYTES * 4})"
)


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """What was loaded.

    Attributes:
        rows: Records below the header.
        columns: Names and types; profiles are filled by `datasets.tables.profile`.
    """

    rows: int
    columns: tuple[Column, ...]


def load(
    csv: Path, columns: Sequence[str], out: Path, *, threads: int = 1, memory_limit_mb: int = 300
) -> LoadedTable:
    """Type a clean table and write it as Parquet.

    Args:
        csv: UTF-8, comma, RFC 4180, one header record; as many cells in each record as columns.
        columns: Names as published, one for each cell; they are never SQL.
        out: Where the Parquet goes; written beside and renamed when it is whole.
        threads: Cores to use.
        memory_limit_mb: What the engine may use before it writes to disk.

    Raises:
        UnreadableFile: if the file is not such a table.
    """
    staged = out.with_name(f"{out.name}.staged")
    plain = out.with_name(f"{out.name}.plain")
    partial = out.with_name(f"{out.name}.partial")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": f"{memory_limit_mb}MB",
        "temp_directory": str(out.parent),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            rows = stage(connection, with_plain_header(csv, plain), len(columns), staged)
            types = column_types(connection, str(staged), len(columns))
            _write(connection, types, staged, partial, rows)
        partial.replace(out)
    finally:
        plain.unlink(missing_ok=True)
        staged.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
    named = tuple(
        Column(name=name, type=typed.type, format=typed.format)
        for name, typed in zip(columns, types, strict=True)
    )
    return LoadedTable(rows, named)


def with_plain_header(csv: Path, plain: Path) -> Path:
    """The file, or a copy whose header has no line break inside of a name.

    The reader takes the first break it sees for the end of every record, and with a wrong one it
    drops rows without a word.
    """
    with csv.open("rb") as file:
        header = file.readline()
        if header.count(b'"') % 2 == 0 and b"\r" not in header.rstrip(b"\r\n"):
            return csv
        while header.count(b'"') % 2 and (line := file.readline()):
            header += line
        with plain.open("wb") as copy:
            copy.write(b"header\r\n" if header.endswith(b"\r\n") else b"header\n")
            shutil.copyfileobj(file, copy)
    return plain


def stage(connection: duckdb.DuckDBPyConnection, csv: Path, count: int, staged: Path) -> int:
    """Write every cell as text, in order, into a Parquet of columns c0…cN; the number of rows.

    Raises:
        UnreadableFile: if a record has another number of cells, or the quoting is broken.
    """
    texts = {f"c{index}": "VARCHAR" for index in range(count)}
    sql = f"COPY (SELECT * FROM {_READ}) TO ? ({_FORM}, COMPRESSION snappy)"  # noqa: S608 - constants only
    try:
        answer = connection.execute(sql, [str(csv), texts, str(staged)]).fetchall()
    except duckdb.Error as error:
        raise UnreadableFile(
            N_("The cleaned table could not be read back. Please check the file for stray quotes.")
        ) from error
    return int(answer[0][0])


def _write(
    connection: duckdb.DuckDBPyConnection,
    types: Sequence[TypedColumn],
    staged: Path,
    out: Path,
    rows: int,
) -> None:
    register(connection)
    fold = folded if rows > _FEW_ROWS else folded_one_by_one
    chosen = []
    for index, typed in enumerate(types):
        chosen.append(f"c{index}")
        if typed.value:
            chosen.append(f"{typed.value} AS n{index}")
        elif typed.type is ColumnType.TEXT:
            chosen.append(f"{fold(f'c{index}')} AS f{index}")
    sql = (
        f"COPY (SELECT {', '.join(chosen)} FROM read_parquet(?)) TO ? ({_FORM},"  # noqa: S608 - engine names and constants only
        " COMPRESSION lz4_raw)"
    )
    connection.execute(sql, [str(staged), str(out)]).fetchall()
