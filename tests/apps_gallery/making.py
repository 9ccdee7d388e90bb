"""Apps with sensible defaults, pictures of every sort, and a post that keeps what it is given."""

import io
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image

from apps_gallery import gallery
from apps_gallery.manifest import AppDraft, Picture
from apps_gallery.models import CitizenApp
from datasets.kernel.actors import ANYONE
from datasets.kernel.unit_of_work import UnitOfWork
from portal.wiring import Services

PICTURE = Picture(
    sha256="a" * 64, small_sha256="b" * 64, width=640, height=400, alt={"ja": "地図の画面"}
)


def draft(**given: Any) -> AppDraft:
    """Everything that a person has to write."""
    whole = AppDraft(
        title={"ja": "ひなんナビ", "en": "Shelter guide"},
        line={"ja": "近くの避難所がわかります"},
        url="https://app.example.jp/",
        author="市民ハック",
        contact="maker@example.jp",
        themes=("bousai",),
        datasets=("shelters",),
        pictures=(PICTURE,),
    )
    return replace(whole, **given)


@dataclass
class Letters:
    """A post that keeps letters in a list."""

    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def status_secret(self, app: CitizenApp) -> str:
        return f"status-of-{app.id}"

    def send(self, uow: UnitOfWork, event: str, app: CitizenApp, **places: Any) -> None:
        self.sent.append((event, places))

    @property
    def events(self) -> list[str]:
        return [event for event, _ in self.sent]


def submitted(services: Services, letters: Letters, **given: Any) -> CitizenApp:
    """An app whose author has confirmed the address."""
    with services.begin(ANYONE) as uow:
        app = gallery.submit(uow, draft(**given), letters)
        gallery.send(uow, app, letters)
        gallery.confirm(uow, app, letters.sent[-1][1]["secret"])
    return app


def png(width: int = 800, height: int = 500, color: str = "navy", **options: Any) -> bytes:
    """A picture as a phone would make it."""
    return encoded(Image.new("RGB", (width, height), color), "PNG", **options)


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
