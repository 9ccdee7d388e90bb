"""The forms rows go out in: media type, body, and the name of the saved file."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Response

from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.packaging import convert
from datasets.packaging.convert import EXCEL_CSV, PLAIN_CSV, SHIFT_JIS_CSV, CsvStyle, Download
from datasets.packaging.geojson import geojson_bytes
from datasets.packaging.spreadsheet import xlsx_file
from datasets.queries import PublicFile
from datasets.tables.query import RowQuery
from datasets.vocabulary import FORMAT_BY_CODE
from portal.web.context import services
from portal.web.language import words
from portal.web.table_file import TableFile

_STYLES: dict[str, CsvStyle] = {"": PLAIN_CSV, "excel": EXCEL_CSV, "sjis": SHIFT_JIS_CSV}
_CHARSETS = {"cp932": "shift_jis", "utf-8-sig": "utf-8", "euc_jp": "euc-jp"}
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|\r\n\t', "_"))

Body = Callable[[Download, str], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class FileName:
    """How a file goes out.

    Attributes:
        ext: What its name ends with.
        attached: Whether a browser saves it instead of showing it.
        spoken: Its name as people call it; empty for the title of the dataset.
    """

    ext: str
    media_type: str
    attached: bool = True
    spoken: str = ""


TABLE = FileName("csv", "text/csv; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of rows.

    Attributes:
        made: The body from a question and the style of its CSV.
        attached: As of a file name.
    """

    code: str
    made: Body
    attached: bool = True

    def name(self, style: str) -> FileName:
        """With the encoding, for what is text."""
        plain = FORMAT_BY_CODE[self.code].media_type
        charset = "shift_jis" if style == "sjis" and self.code == "csv" else "utf-8"
        text = "" if self.code in ("xlsx", "parquet") else f"; charset={charset}"
        return FileName(self.code, plain + text, self.attached)

    def body(self, table: TableFile, query: RowQuery, style: str) -> Iterator[bytes]:
        """Pieces, made as fast as they are taken.

        Raises:
            InvalidQuery: before the first piece, if these rows cannot be written so.
        """
        return self.made(Download(services().tables, table.key, table.columns, query), style)


def style_name(asked: str | None) -> str:
    """How a CSV is asked for: plain, for Excel, or in Shift_JIS.

    Raises:
        InvalidQuery: if there is no such style.
    """
    if (asked or "") not in _STYLES:
        raise InvalidQuery(
            N_("{name} is not a way to write a CSV. Use sjis or excel."), name=(asked or "")[:40]
        )
    return asked or ""


def original_name(file: PublicFile) -> FileName:
    """How a file goes out as it came: of a type that we choose, and only to be saved."""
    version = file.version
    format_ = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"])
    known = version.encoding if format_.media_type.startswith("text/") else None
    charset = f"; charset={_CHARSETS.get(known, known)}" if known else ""
    spoken = version.filename
    if version.outgoing_sha256 != version.sha256:  # a picture that was made anew, maybe in a form
        spoken = f"{Path(spoken).stem}.{format_.extension}"
    return FileName(format_.extension, format_.media_type + charset, spoken=spoken)


def titled(response: Response, dataset: Dataset, file: PublicFile, name: FileName) -> None:
    """Name the saved file: in ASCII for old programs, and as people call it.

    Source: RFC 6266, RFC 5987.
    """
    published = file.version.published_at
    day = f"{published.astimezone(CITY_TIME):%Y-%m-%d}" if published else "0"
    ascii_name = f"{dataset.slug}-{file.distribution.name}_{day}.{name.ext}"
    spoken = name.spoken or f"{words(dataset.title, 'ja')}_{day}.{name.ext}"
    full = quote(spoken.translate(_NOT_IN_NAMES), safe="")
    kind = "attachment" if name.attached else "inline"
    response.headers["Content-Disposition"] = (
        f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{full}"
    )


def _csv(download: Download, style: str) -> Iterator[bytes]:
    return convert.csv_bytes(download, _STYLES[style])


def _json(download: Download, style: str) -> Iterator[bytes]:
    return convert.json_bytes(download)


def _ndjson(download: Download, style: str) -> Iterator[bytes]:
    return convert.ndjson_bytes(download)


def _geojson(download: Download, style: str) -> Iterator[bytes]:
    return geojson_bytes(download)


def _xlsx(download: Download, style: str) -> Iterator[bytes]:
    return _written(download, "xlsx", xlsx_file)


def _parquet(download: Download, style: str) -> Iterator[bytes]:
    return _written(download, "parquet", convert.parquet_file)


def _written(
    download: Download, ext: str, write: Callable[[Download, Path], None]
) -> Iterator[bytes]:
    """A form that must be whole before it goes out; its file is gone afterwards."""
    to = download.tables.outgoing / f"{secrets.token_hex(16)}.{ext}"
    try:
        write(download, to)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return convert.sent(to)


BODIES = {
    form.code: form
    for form in (
        Form("csv", _csv),
        Form("json", _json, attached=False),
        Form("ndjson", _ndjson, attached=False),
        Form("geojson", _geojson, attached=False),
        Form("xlsx", _xlsx),
        Form("parquet", _parquet),
    )
}
