"""Pictures of apps: what comes from strangers is made anew before anyone sees it."""

import io
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from apps_gallery.manifest import Picture
from datasets.kernel import cell
from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import TooLarge
from datasets.storage.files import FileStore

LARGEST_UPLOAD_BYTES = 10 * 1024 * 1024
MEDIA_TYPE = "image/webp"
MAKE = "apps_gallery.picture_cell:make"
"""Named, not imported: the parser of images is loaded in the cell only."""

_LIMITS = CellLimits(memory_bytes=1 << 30, cpu_s=20, wall_s=30, file_bytes=8 << 20)


def keep(files: FileStore, stream: BinaryIO) -> Picture:
    """Make a picture anew in a process that can harm nothing, and keep what was made.

    Args:
        files: Where it is kept.
        stream: The bytes as they came.

    Raises:
        UnreadableFile: if it is no still PNG, JPEG or WebP.
        TooLarge: if it has too many bytes or pixels.
        TookTooLong: if it takes more than half a minute.
    """
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        came = Path(folder) / "came"
        came.write_bytes(_limited(stream))
        made: dict[str, Any] = cell.run(MAKE, str(came), folder, limits=_LIMITS)
        shown, small = (
            files.put(io.BytesIO((Path(folder) / name).read_bytes()), LARGEST_UPLOAD_BYTES)
            for name in ("shown.webp", "small.webp")
        )
    return Picture(
        sha256=shown.sha256,
        small_sha256=small.sha256,
        width=int(made["width"]),
        height=int(made["height"]),
    )


def _limited(stream: BinaryIO) -> bytes:
    content = stream.read(LARGEST_UPLOAD_BYTES + 1)
    if len(content) > LARGEST_UPLOAD_BYTES:
        raise TooLarge(
            "The picture is larger than {most_mb} MB. Make it smaller and choose it again.",
            most_mb=LARGEST_UPLOAD_BYTES >> 20,
        )
    return content
