"""Pure: what a server calls the file that it sends.

Source: RFC 6266 and RFC 8187, and what servers send in their place: raw Shift_JIS or UTF-8,
percent escapes, and encoded words of mail.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from harvesters.translating import as_filename, is_script
from harvesters.written_addresses import read_bytes, unquoted

_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w.:-]+)'[\w-]*'([^;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)


def answered_name(disposition: str) -> str:
    """The name in a Content-Disposition, without folders; empty if there is none that is a file's.

    Args:
        disposition: As it came; bytes beyond ASCII are read as Latin-1 or UTF-8 by then.
    """
    told = _told(disposition)
    path = PurePosixPath(told.replace("\\", "/"))
    return "" if is_script(path.name) else as_filename(path.stem, path.suffix)


def _told(disposition: str) -> str:
    extended = _EXTENDED.search(disposition)
    if extended:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1])
        except (LookupError, UnicodeDecodeError):
            pass  # the plain name stands beside it
    plain = _PLAIN.search(_whole(disposition))
    if plain is None:
        return ""
    name = (plain[1] or plain[2] or "").strip().replace('\\"', '"')
    if name.startswith("=?"):
        try:
            return str(make_header(decode_header(name)))
        except (HeaderParseError, LookupError, UnicodeDecodeError):
            return ""
    return unquoted(name)


def _whole(disposition: str) -> str:
    try:
        return read_bytes(disposition.encode("latin-1"))
    except UnicodeEncodeError:
        return disposition
