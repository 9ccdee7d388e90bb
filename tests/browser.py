"""A reader without scripts: every page opened must be valid, titled, labelled HTML."""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TREE = "{http://www.w3.org/1999/xhtml}"
_LEAK = re.compile(r"Traceback \(most recent|sqlalchemy\.|sqlite3\.|/site-packages/")


@dataclass
class Page:
    """A page that was answered, and what stands on it."""

    response: TestResponse
    root: ElementTree.Element = field(repr=False)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return " ".join("".join(self.root.itertext()).split())

    def all(self, tag: str, **attributes: str) -> list[ElementTree.Element]:
        """Elements of a tag whose attributes hold these words (`class_` for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): word for name, word in attributes.items()}
        return [
            element
            for element in self.root.iter(_TREE + tag)
            if all(word in element.get(name, "").split() for name, word in wanted.items())
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        return [" ".join("".join(e.itertext()).split()) for e in self.all(tag, **attributes)]

    def links(self) -> list[str]:
        return [a.get("href", "") for a in self.all("a") if a.get("href")]

    def field(self, name: str) -> str:
        """The value of an input, such as the hidden CSRF token."""
        for element in self.all("input"):
            if element.get("name") == name:
                return element.get("value", "")
        raise AssertionError(f"no field {name}")


class Browser:
    """Opens pages of one reader, and checks each."""

    def __init__(self, client: FlaskClient, locale: str = "ja") -> None:
        self.client = client
        self.locale = locale

    def get(self, path: str, **options: Any) -> Page:
        options.setdefault("follow_redirects", True)
        return self._page(self.client.get(path, **options))

    def post(self, path: str, **options: Any) -> Page:
        options.setdefault("follow_redirects", True)
        return self._page(self.client.post(path, **options))

    def submit(self, page: Page, path: str, **data: Any) -> Page:
        """Send a form of a page, with its CSRF token."""
        return self.post(
            path,
            data={"csrf_token": page.field("csrf_token"), **data},
            content_type="multipart/form-data",
        )

    def _page(self, response: TestResponse) -> Page:
        assert response.mimetype == "text/html", (response.status, response.mimetype)
        html = response.get_data(as_text=True)
        assert not _LEAK.search(html), _LEAK.search(html)
        root = html5lib.HTMLParser(strict=True).parse(html)
        page = Page(response, root)
        check(page)
        return page


def check(page: Page) -> None:
    """What holds for every page, whoever opens it."""
    html = page.root
    assert html.get("lang") in {"ja", "en"}
    assert page.texts("title")[0].strip()
    assert len(page.all("h1")) == 1, page.texts("h1")
    assert len(page.all("main")) == 1
    ids = [element.get("id") for element in html.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not [e for e in html.iter() if e.get("style")], "style attributes break the CSP"
    for image in page.all("img"):
        assert image.get("alt") is not None
    labelled = {label.get("for") for label in page.all("label")}
    wrapped = {id(e) for label in page.all("label") for e in label.iter()}
    for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        if control.get("type") in {"hidden", "submit"}:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        assert named or control.get("id") in labelled or id(control) in wrapped, control.attrib
