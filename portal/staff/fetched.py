"""A file at an address of the web, fetched while whoever asked for it waits."""

import tempfile
from pathlib import PurePath
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit

from flask import Response, after_this_request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from datasets.kernel.errors import ForbiddenAddress, SourceUnavailable, TooLarge
from portal.web.context import services
from portal.web.language import said

DEADLINE_S = 20.0
"""A person waits; what takes longer is downloaded first, or harvested."""
IN_MEMORY_BYTES = 1 << 20
_ENDINGS = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/geo+json": ".geojson",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
}


def fetched(url: str) -> FileStorage | str:
    """The file behind an address; what to do instead, as a sentence, if it cannot be had."""
    kept = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES))  # noqa: SIM115 - handed on
    limit = services().settings.max_upload_bytes
    try:
        with services().http() as http:
            answer = http.download(url, cast(Any, kept), max_bytes=limit, deadline_s=DEADLINE_S)
    except (ForbiddenAddress, SourceUnavailable, TooLarge) as refusal:
        kept.close()
        return said(refusal.message)
    kept.seek(0)
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "text/html":
        kept.close()
        return str(_("There is a web page at this address. Copy the address of the file on it."))

    @after_this_request
    def closed(response: Response) -> Response:
        kept.close()
        return response

    return FileStorage(kept, filename=_name(answer.final_url, media_type))


def _name(url: str, media_type: str) -> str:
    name = PurePath(unquote(urlsplit(url).path)).name or "table"
    return name if PurePath(name).suffix else name + _ENDINGS.get(media_type, "")
