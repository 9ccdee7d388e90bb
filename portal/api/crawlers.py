"""robots.txt and sitemap.xml.

Source: sitemaps.org protocol 0.9.
"""

from collections.abc import Iterator
from itertools import count, islice
from typing import Any
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from datasets.search.index import SearchQuery, Sort
from datasets.vocabulary import THEMES
from portal.web.caching import public
from portal.web.context import services
from portal.web.urls import LOCALES

MOST_ADDRESSES = 50_000
MAX_AGE_S = 3600
LIST_AGE_S = 60
"""What was withdrawn is gone from the list within a minute, wherever it is kept."""

_SIZE = 1000
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

bp = Blueprint("crawlers", __name__)


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What search engines should leave alone: endless filters, and what is for staff."""
    lines = (
        "User-agent: *",
        "Disallow: /staff/",
        "Disallow: /*/table?",
        "Disallow: /*/chart?",
        "Disallow: /d/*?",
        f"Sitemap: {services().settings.base_url}{url_for('crawlers.sitemap')}",
    )
    text = "\n".join(lines) + "\n"
    return public(Response(text, content_type="text/plain; charset=utf-8"), max_age_s=MAX_AGE_S)


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every page worth finding, with its other languages."""
    Xml.register_namespace("", _SITEMAP)
    Xml.register_namespace("xhtml", _XHTML)
    root = Xml.Element(f"{{{_SITEMAP}}}urlset")
    for endpoint, values in islice(_pages(), MOST_ADDRESSES // len(LOCALES)):
        addresses = {locale: _address(endpoint, values | {"locale": locale}) for locale in LOCALES}
        for locale in LOCALES:
            page = Xml.SubElement(root, f"{{{_SITEMAP}}}url")
            Xml.SubElement(page, f"{{{_SITEMAP}}}loc").text = addresses[locale]
            for other, address in addresses.items():
                Xml.SubElement(
                    page, f"{{{_XHTML}}}link", rel="alternate", hreflang=other, href=address
                )
    body = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return public(
        Response(body, content_type="application/xml; charset=utf-8"), max_age_s=LIST_AGE_S
    )


def _pages() -> Iterator[tuple[str, dict[str, str]]]:
    yield "home.show", {}
    yield "search.show", {}
    yield "category.index", {}
    for theme in THEMES:
        yield "category.show", {"slug": theme.code}
    yield "organization.index", {}
    yield "developers.show", {}
    for slug in _slugs():
        yield "dataset.show", {"slug": slug}


def _slugs() -> Iterator[str]:
    # the index holds public datasets only, and gives addresses a thousand times sooner
    for page in count(1):
        found = services().index.search(SearchQuery(page=page, size=_SIZE, sort=Sort.NEW))
        yield from (hit.slug for hit in found.hits)
        if page * _SIZE >= found.total:
            return


def _address(endpoint: str, values: dict[str, Any]) -> str:
    return services().settings.base_url + url_for(endpoint, **values)
