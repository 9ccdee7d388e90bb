"""How the files of a record come here: those that changed, once; of the others only the link."""

import tempfile
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from datasets.drafts import DatasetDraft, DistributionDraft
from datasets.kernel.errors import DomainError, ForbiddenAddress, SourceUnavailable, TooLarge
from datasets.kernel.messages import Message
from datasets.models.distribution import Distribution, FileVersion
from harvesters.answered_name import answered_name
from harvesters.politeness import PoliteHttp
from harvesters.tools import Tools
from harvesters.translating import ONLY_A_LINK, is_script

_PAGES = (b"<!doctype html", b"<html")
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it was when it last came.

    Attributes:
        url: Where it was fetched.
        mark: What the source said of it then.
        has_bytes: Whether it ever arrived; of a link only the address is kept.
        filename: What it was called then.
    """

    url: str
    mark: str
    etag: str
    last_modified: str
    link_reason: Message | None
    has_bytes: bool
    filename: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A draft whose files are here, as far as they can be.

    Attributes:
        trouble: Why a file could not be fetched; its record is read again by the next run.
    """

    draft: DatasetDraft
    trouble: Message | None


def known_files(session: Session, dataset_id: UUID | None) -> dict[str, KnownFile]:
    """The files of a harvested dataset, by the source's own names for them."""
    found = session.execute(
        select(Distribution, exists().where(FileVersion.distribution_id == Distribution.id)).where(
            Distribution.dataset_id == dataset_id, Distribution.origin_identifier != ""
        )
    )
    return {
        file.origin_identifier: KnownFile(
            file.uri,
            file.fetched_mark,
            file.fetched_etag,
            file.fetched_modified,
            Message.from_json(file.link_reason) if file.link_reason else None,
            has_bytes,
            file.filename,
        )
        for file, has_bytes in found
    }


class Fetching:
    """Brings the files of one run into the file store."""

    def __init__(self, tools: Tools, http: PoliteHttp) -> None:
        self._tools = tools
        self._http = http

    def draft(self, draft: DatasetDraft, known: dict[str, KnownFile]) -> Arrival:
        """The draft with its files stored, left as they are, or kept as links.

        Raises:
            DomainError: of the first file, if none of them could be brought.
        """
        files: list[DistributionDraft] = []
        troubles: list[DomainError] = []
        for file in draft.files:
            before = known.get(file.identifier) if file.identifier else None
            try:
                files.append(self._file(file, before))
            except (SourceUnavailable, ForbiddenAddress) as trouble:
                if not file.identifier:
                    raise
                troubles.append(trouble)
                files.append(_as_it_was(file, before, trouble.message))
        if troubles and len(troubles) == len(files):
            raise troubles[0]
        return Arrival(draft.with_files(tuple(files)), troubles[0].message if troubles else None)

    def _file(self, file: DistributionDraft, known: KnownFile | None) -> DistributionDraft:
        if file.path is not None:
            with file.path.open("rb") as stream:
                return self._stored(file, stream)
        if file.url is None or file.link_reason is not None:
            return file
        if known is not None and _is_as_known(file, known):
            return replace(_called(file, known), link_reason=known.link_reason, unchanged=True)
        try:
            return self._fetched(file, file.url, known)
        except TooLarge as refusal:
            if not file.identifier:
                raise
            return replace(file, link_reason=refusal.message)

    def _fetched(
        self, file: DistributionDraft, url: str, known: KnownFile | None
    ) -> DistributionDraft:
        same = known if known and known.has_bytes and known.url == file.uri else None
        with tempfile.TemporaryFile() as landing:
            answer = self._http.download(
                url,
                landing,
                max_bytes=self._tools.max_file_bytes,
                deadline_s=self._tools.limits.fetch_time_s,
                etag=same.etag or None if same else None,
                last_modified=same.last_modified or None if same else None,
            )
            if answer.status == 304:
                return replace(_called(file, same), unchanged=True)
            _refuse_page(file, landing, answer.headers.get("content-type", ""))
            landing.seek(0)
            told = replace(file, etag=answer.etag or "", last_modified=answer.last_modified or "")
            name = answered_name(answer.headers.get("content-disposition", ""))
            if name and is_script(url):
                told = replace(told, filename=name)
            return self._stored(told, landing)

    def _stored(self, file: DistributionDraft, stream: BinaryIO) -> DistributionDraft:
        stored = self._tools.files.put(stream, self._tools.max_file_bytes)
        return replace(file, sha256=stored.sha256, size_bytes=stored.size_bytes)


def _is_as_known(file: DistributionDraft, known: KnownFile) -> bool:
    """Whether there is nothing to fetch; what was held for a page until now is fetched."""
    was_page = known.link_reason == Message(ONLY_A_LINK)
    return bool(file.mark) and file.mark == known.mark and (known.has_bytes or not was_page)


def _refuse_page(file: DistributionDraft, landing: BinaryIO, media_type: str) -> None:
    """Refuse a page, such as one to sign in, that came in place of the file."""
    landing.seek(0)
    head = landing.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    # what a script sends is often called HTML, whatever it is
    is_named_page = media_type.lower().startswith("text/html") and head.startswith(b"<")
    is_page = head.startswith(_PAGES) or is_named_page
    if is_page and not file.filename.lower().endswith(_PAGE_ENDINGS):
        raise SourceUnavailable(
            "{url} answers with a web page in place of the file", url=file.url or file.uri
        )


def _called(file: DistributionDraft, known: KnownFile | None) -> DistributionDraft:
    """The file by the name that an answer gave it, where its address has none."""
    if known is None or not known.has_bytes or not is_script(file.uri):
        return file
    return replace(file, filename=known.filename)


def _as_it_was(
    file: DistributionDraft, known: KnownFile | None, trouble: Message
) -> DistributionDraft:
    if known is not None and known.has_bytes:
        return replace(_called(file, known), mark="", unchanged=True)
    return replace(file, mark="", link_reason=trouble)
