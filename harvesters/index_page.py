"""Pure: the files that a web page links to, be it a server's list of a folder or a page of a city.

Source: what Apache, nginx and IIS list, and the pages of Japanese cities, where what is linked is
often called no more than CSV and its title stands before it.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit

from harvesters.written_addresses import unquoted

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED_BYTES = 4_096
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"tr", "li", "p", "dt", "div", "section", "pre", "ul", "table", *_HEADINGS})
_CELLS = frozenset({"td", "th"})
_UNREAD = frozenset({"script", "style", "title"})
_FORMAT = r"(?:csv|tsv|xlsx?|excel|エクセル|pdf|zip|word|docx?|json|geojson|xml|kml|shp|シェープ)"
_SIZE = r"(?:[\d.,]+\s*(?:[kmg]i?b|[kmg]|バイト|キロバイト|メガバイト|bytes?))"
_BRACKETS = re.compile(
    rf"[(（［\[【〔][^()（）［］\[\]【】〔〕]*(?:{_FORMAT}|{_SIZE}|形式|ウィンドウ)"
    r"[^()（）［］\[\]【】〔〕]*[)）］\]】〕]",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    rf"{_FORMAT}|{_SIZE}|ファイル|データ|形式|版|ダウンロード|download|はこちら|こちら|リンク|を"
    r"|する|開く|表示|no|[\W\d_年月日令和平成rh]",
    re.IGNORECASE,
)
_CODECS = frozenset({"utf-8", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "utf-16"})
_LONGEST_TEXT = 300
_MOST_CELLS = 12
_FILES = frozenset(
    {
        *("csv", "tsv", "txt", "xlsx", "xls", "xlsm", "ods", "json", "geojson", "ndjson", "xml"),
        *("kml", "kmz", "gpx", "gml", "shp", "rdf", "ttl", "zip", "pdf", "doc", "docx", "ppt"),
        *("pptx", "ics", "parquet", "dbf", "jsonld"),
    }
)
_PAGES = frozenset(
    {"html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "cgi", "do", "css", "js"}
)
_ASKS_FOR_FILE = re.compile(rf"down|attach|file|{_FORMAT}", re.IGNORECASE)
_CUT = ("..>", "...", "…")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page.

    Attributes:
        url: Whole, without what follows a `#`.
        text: As it stands on the page.
        title: What the page calls what is there; empty where it says no more than its file's name.
    """

    url: str
    text: str
    title: str


def links_of(body: bytes, media_type: str, url: str) -> list[Link] | None:
    """The links of a page, each address once, in order; None if it is no page.

    Args:
        body: As it came.
        media_type: What its server says of it.
        url: Where it was found in the end.
    """
    page = _Page()
    page.feed(_decoded(body, media_type))
    page.close()
    return list(_links(page, url)) if page.is_page else None


def name_in(here: str, link: Link) -> str:
    """What a linked file or folder is called as seen from a page; empty if it is not to be read.

    Args:
        here: Address of the page. What lies in its folder is named from there, a file elsewhere on
            its host by its whole path.
        link: Of the page.
    """
    page, target = urlsplit(here), urlsplit(link.url)
    if target.scheme not in {"http", "https"} or target.netloc.lower() != page.netloc.lower():
        return ""
    folder, path = unquoted(page.path or "/").rpartition("/")[0] + "/", unquoted(target.path)
    is_inside = path.startswith(folder)
    name = path.removeprefix(folder) if is_inside else path
    if not name or name.startswith("."):
        return ""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if target.query:
        asked = _ASKS_FOR_FILE.search(f"{path}?{target.query} {link.text}")
        return f"{name}?{target.query}".replace("/", "-") if asked else ""
    if not is_inside or "/" in name.rstrip("/"):
        return name if ending in _FILES else ""
    is_file = bool(ending) and ending not in _PAGES
    return name if name.endswith("/") or is_file or link.text == name else ""


def _links(page: "_Page", url: str) -> Iterator[Link]:
    seen = set[str]()
    for href, text, around in page.links:
        try:
            target = urldefrag(urljoin(urljoin(url, page.base), href.strip())).url
        except ValueError:
            continue
        if target not in seen:
            seen.add(target)
            yield Link(target, text, _title(target, text, around))


def _title(target: str, text: str, around: list[str]) -> str:
    name = PurePosixPath(unquoted(target)).name
    ending = PurePosixPath(name).suffix.lower()
    if text == name or text.endswith(_CUT) or (ending and text.lower().endswith(ending)):
        return ""
    said = (_without_remarks(words) for words in (text, *around))
    return next((words for words in said if _SAYS_NOTHING.sub("", words)), "")


def _without_remarks(words: str) -> str:
    return " ".join(_BRACKETS.sub(" ", words).split()).strip("：:・-－＞> ")


def _decoded(body: bytes, media_type: str) -> str:
    head = body[:_DECLARED_BYTES].decode("ascii", "replace")
    declared = _CHARSET.search(media_type) or _CHARSET.search(head)
    for name in (declared[1] if declared else "utf-8", "utf-8", "cp932", "euc_jp"):
        try:
            codec = codecs.lookup(name).name
            if codec in _CODECS:
                return body.decode("cp932" if codec == "shift_jis" else codec)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("utf-8", "replace")


class _Page(HTMLParser):
    """Gathers the links of a page with the words in and before them."""

    def __init__(self) -> None:
        super().__init__()
        self.is_page = False
        self.base = ""
        self.links: list[tuple[str, str, list[str]]] = []
        self._href: str | None = None
        self._text = ""
        self._before = [""]
        self._heading: str | None = None
        self._headings: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_page = True
        told = dict(attrs)
        if tag == "a":
            self._end_link()
            self._href, self._text = told.get("href"), ""
        elif tag == "base":
            self.base = self.base or (told.get("href") or "").strip()
        elif tag == "img" and self._href:
            self._text += told.get("alt") or ""
        elif tag in _UNREAD:
            self._unread += 1
        elif tag in _CELLS:
            self._before = [*self._before[: _MOST_CELLS - 1], ""]
        elif tag in _BLOCKS:
            self._end_link()
            self._before = [""]
            if tag in _HEADINGS:
                self._heading = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _HEADINGS and self._heading is not None:
            self._headings, self._heading = [self._heading], None

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._heading is not None:
            self._heading = _more(self._heading, data)
        if self._href is not None:
            self._text = _more(self._text, data)
        else:
            self._before[-1] = _more(self._before[-1], data)

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._href:
            text = " ".join(self._text.split())
            self.links.append((self._href, text, [*self._before, *self._headings]))
        self._href = None


def _more(text: str, data: str) -> str:
    return text + data[: _LONGEST_TEXT - len(text)] if len(text) < _LONGEST_TEXT else text
