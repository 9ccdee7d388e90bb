"""Versions of a file that were public, and how many rows each changed."""

from flask import url_for
from flask.typing import ResponseReturnValue

from datasets import changes, queries
from datasets.models.change import VersionChange
from datasets.models.distribution import FileVersion
from portal.api.answers import answer
from portal.api.catalogue import SLUG
from portal.api.registry import Parameter, described
from portal.api.shapes import ChangeShape, PublicVersionShape, VersionsShape
from portal.web.caching import tag, unchanged
from portal.web.context import services


@described(
    "/api/v1/datasets/{slug}/files/{file}/versions",
    "Every version of a file that was ever public, the newest first",
    VersionsShape,
    SLUG,
    Parameter("file", "Name of the file", where="path"),
)
def versions(slug: str, file: str) -> ResponseReturnValue:
    """Versions with what each changed; an old one keeps its address."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
        part = queries.public_file(dataset, file).distribution
        etag = tag("versions", part.id, dataset.revision, services().settings.base_url)
        if (same := unchanged(etag)) is not None:
            return same
        shown = [version for version in reversed(part.versions) if version.published_at]
        told = changes.of_versions(session, [version.id for version in shown])
    items = [_shape(slug, file, version, told.get(version.id)) for version in shown]
    return answer(VersionsShape(total=len(items), items=items), etag)


def _shape(
    slug: str, file: str, version: FileVersion, change: VersionChange | None
) -> PublicVersionShape:
    url = url_for("download.version", slug=slug, file=file, number=version.number)
    return PublicVersionShape(
        version=version.number,
        published_at=version.published_at,
        rows=version.rows,
        size_bytes=version.size_bytes,
        sha256=version.sha256 if version.erased_at is None else None,
        download_url=services().settings.base_url + url if version.table_key else None,
        change=None
        if change is None
        else ChangeShape(
            since_version=change.before_number,
            added=change.added,
            changed=change.changed,
            removed=change.removed,
        ),
    )
