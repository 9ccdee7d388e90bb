"""Pages that people of the town made with its data, and the site they are on."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import quote

from portal.demo.servers import Reply, Site

HTML = "text/html; charset=utf-8"
_ROWS = "{portal}/api/v1/datasets/{dataset}/files/{file}/rows?{question}"


@cache
def citizen_apps() -> Mapping[str, Mapping[str, Any]]:
    """What people made, by slug, in the order of data/citizen_apps.toml."""
    text = _data().joinpath("citizen_apps.toml").read_text("utf-8")
    return tomllib.loads(text)


def picture(slug: str) -> bytes:
    """What the page looks like, as WebP."""
    return _data().joinpath(f"apps/{slug}.webp").read_bytes()


class CitizenSite(Site):
    """A page for each app; each asks the portal's API for its rows.

    Args:
        portal: Address of the portal, without a slash at its end.
    """

    def __init__(self, portal: str) -> None:
        super().__init__()
        self.portal = portal

    def address(self, slug: str) -> str:
        """Where an app is."""
        return f"{self.url}/{slug}/"

    def reply(self, path: str, asked: Mapping[str, str]) -> Reply | None:
        """The page of an app."""
        entry = citizen_apps().get(path.strip("/"))
        return Reply(self._page(entry).encode(), HTML) if entry else None

    def _page(self, entry: Mapping[str, Any]) -> str:
        dataset = entry["datasets"][0]
        file = entry.get("file", dataset.replace("-", "_"))
        rows = _ROWS.format(
            portal=self.portal,
            dataset=dataset,
            file=file,
            question=quote(entry["question"], safe="=&_:"),
        )
        app = {name: entry.get(name, "") for name in ("show", "label", "value", "unit")}
        paper, ink = entry["colours"]
        places = {
            "title": escape(entry["ja"][0]),
            "line": escape(entry["ja"][1]),
            "author": escape(entry["author"]),
            "portal": escape(self.portal),
            "slug": dataset,
            "paper": paper,
            "ink": ink,
            "app": json.dumps({**app, "rows": rows}, ensure_ascii=False).replace("<", "\\u003c"),
        }
        page = _data().joinpath("apps/page.html").read_text("utf-8")
        for name, value in places.items():
            page = page.replace(f"%{name}%", value)
        return page


def _data() -> Traversable:
    return resources.files("portal.demo").joinpath("data")
