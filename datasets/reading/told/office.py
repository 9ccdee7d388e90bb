"""What the XML of an office document says: paragraphs, rows of tables, notes, headers, properties.

Sources: ECMA-376 part 1; OASIS OpenDocument 1.3. Searched as text, never laid out.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from datasets.reading.archive import members_of, unpacked
from datasets.reading.told.part import LARGEST_BYTES, Told

MOST_PARTS = 300
_ROW = re.compile(r"<(w:tr|a:tr|table:table-row)\b(?:(?!<\1\b).)*?</\1>", re.DOTALL)
_END = re.compile(r"</(?:w:p|a:p|text:p|text:h)>|<w:br/>|<a:br/>")
_TAB = re.compile(r"<(?:w:tab|text:tab)/>")
_TAG = re.compile(r"<[^<>]*>")
_SEEN = re.compile(r"word/document\.xml|ppt/slides/slide\d+\.xml|content\.xml")
_LAYOUT = re.compile(
    r"(?:.*/)?(?:styles|theme\d*|settings|fontTable|numbering|webSettings|presProps|viewProps"
    r"|tableStyles|\[Content_Types\])\.xml|.*slide(?:Layout|Master)\d+\.xml|META-INF/.*|.*\.rels"
)


def told_by_office(path: Path) -> Iterator[Told]:
    """Each part of a document, a presentation or their like.

    Args:
        path: Of a package.

    Raises:
        UnreadableFile, TooLarge: if it is damaged.
    """
    for member in members_of(path, is_package=True)[:MOST_PARTS]:
        if not member.name.endswith(".xml") or _LAYOUT.fullmatch(member.name):
            continue
        is_seen = _SEEN.fullmatch(member.name) is not None
        told = Told("" if is_seen else member.name, is_hidden=not is_seen)
        if member.size_bytes > LARGEST_BYTES:
            yield replace(told, is_unread=True)
        elif lines := lines_of(b"".join(unpacked(path, member)).decode(errors="replace")):
            yield replace(told, prose=lines)


def lines_of(markup: str) -> list[str]:
    """Paragraphs as lines; a row of a table is one line."""
    rows = _ROW.sub(lambda row: _END.sub("\t", row[0]) + "\n", markup)
    spaced = _TAB.sub("\t", _END.sub("\n", rows))
    if not _END.search(markup):
        spaced = spaced.replace("</", "\n</")  # properties: an element each
    text = html.unescape(_TAG.sub("", spaced))
    return [line.strip() for line in text.splitlines() if line.strip()]
