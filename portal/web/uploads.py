"""A file that was sent: what it is called, and its bytes in the store."""

from pathlib import PurePath
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from datasets.drafts import DistributionDraft
from portal.web.context import services

ACCEPTED = (
    ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.json,.geojson,.ndjson,.pdf,.zip,.xml,.jpg,.jpeg,.png"
)
LONGEST_FILENAME = 200


def store(file: FileStorage, name: str = "") -> DistributionDraft:
    """Keep the bytes of a file that was sent; nothing knows of them until a draft is received.

    Args:
        file: As it was sent.
        name: What it is called here; as its sender called it if empty.

    Raises:
        TooLarge: if it is larger than this portal takes.
    """
    kept = services().files.put(cast(BinaryIO, file.stream), services().settings.max_upload_bytes)
    name = name or filename(file)
    return DistributionDraft(
        filename=name, uri=name, sha256=kept.sha256, size_bytes=kept.size_bytes
    )


def filename(file: FileStorage) -> str:
    """What its sender called a file, without folders; empty if there is none."""
    name = PurePath((file.filename or "").replace("\\", "/")).name
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    printable = "".join(letter for letter in stem if letter.isprintable())
    return f"{printable[:LONGEST_FILENAME]}{suffix[:10]}"
