"""Hand in a file from a script, and ask how its check goes: what a token opens."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from datasets import queries, replacing
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed, NotFound
from datasets.models.dataset import Dataset
from datasets.models.disclosure import Decision, DisclosureQuestion
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Hold, Stage
from datasets.validation.report import Report
from portal.accounts import tokens
from portal.api.answers import raw
from portal.api.catalogue import SLUG
from portal.api.registry import Parameter, described
from portal.api.shapes import FileVersionShape
from portal.web.context import services
from portal.web.language import stored
from portal.web.rate_limit import PUSH_RATE, limiter
from portal.web.security import csrf
from portal.web.uploads import filename, store

bp = Blueprint("api_files", __name__, url_prefix="/api/v1/datasets/<slug>/files")
csrf.exempt(bp)  # a cookie opens nothing here, so no foreign page can ride on one
limiter.limit(PUSH_RATE)(bp)


@bp.before_request
def recognise() -> None:
    """Let in who shows a token; a cookie is never looked at."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    now = services().clock.now()
    with services().reading() as session:
        bearer = tokens.recognise(
            session, secret.strip() if scheme.lower() == "bearer" else "", now
        )
    if bearer.last_used_on != now.date():
        with services().begin(bearer.actor) as uow:
            tokens.note_use(uow, bearer)
    g.bearer = bearer


@bp.after_request
def unkept(response: Response) -> Response:
    """Nobody keeps an answer that was given to a token."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Authorization")
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@bp.post("")
@described(
    "/api/v1/datasets/{slug}/files",
    "Hand in a file, as multipart “file” or as the whole body; it is checked afterwards",
    FileVersionShape,
    SLUG,
    Parameter("filename", "What the file is called, where it is the whole body"),
    Parameter("replaces", "Name of the file it is a new version of; else by its file name"),
    method="post",
    status="202",
)
def push(slug: str) -> ResponseReturnValue:
    """Take a file for a dataset; its check is a job, and the answer says where to ask."""
    bearer = _bearer()
    with services().reading() as session:
        _refuse_stranger(queries.datasets_by_slug(session, [slug], bearer.actor), slug)
    file = _sent()
    given = store(file)
    if not given.size_bytes:
        raise InvalidDraft("The file {filename} is empty.", filename=given.filename)
    replaces = request.args.get("replaces") or request.form.get("replaces", "")
    with services().begin(bearer.actor) as uow:
        dataset = queries.staff_dataset(uow.session, slug, bearer.actor)
        part, version = replacing.take(uow, dataset, given, replaces=replaces)
        tokens.note_push(uow, bearer, dataset.id)
        shape = _shape(dataset, part, version, ())
    answer = raw(shape.model_dump(mode="json"))
    answer.status_code = 202
    answer.headers["Location"] = shape.status_url
    return answer


@bp.get("/<file>/versions/<int:number>")
@described(
    "/api/v1/datasets/{slug}/files/{file}/versions/{number}",
    "How the check of a file goes that was handed in",
    FileVersionShape,
    SLUG,
    Parameter("file", "Name of the file", where="path"),
    Parameter("number", "Number of the version", where="path", schema="integer"),
    token=True,
)
def version(slug: str, file: str, number: int) -> ResponseReturnValue:
    """How far a version has come, and what stands in its way."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, _bearer().actor)
        part, found = _version(dataset, file, number)
        report = queries.quality_report(session, found.id)
        asked = queries.questions(session, [found.id])
    findings = Report.from_json(report.report).findings if report and report.report else ()
    shape = _shape(dataset, part, found, asked)
    return raw(shape.model_copy(update={"findings": len(findings)}).model_dump(mode="json"))


def _bearer() -> tokens.Bearer:
    return cast(tokens.Bearer, g.bearer)


def _refuse_stranger(found: Sequence[Dataset], slug: str) -> None:
    if not found:
        raise NotFound("There is no dataset “{slug}”.", slug=slug)
    if not _bearer().actor.may(Permission.EDIT, found[0].organization.slug):
        raise NotAllowed("This token is not for the organization of this dataset")


def _sent() -> FileStorage:
    if request.mimetype == "multipart/form-data":
        file = request.files.get("file")
    else:
        file = FileStorage(request.stream, request.args.get("filename"))
    if file is None or not filename(file):
        raise InvalidDraft(
            "No file has arrived. Send it as multipart “file”, or as the body with ?filename=."
        )
    return file


def _version(dataset: Dataset, file: str, number: int) -> tuple[Distribution, FileVersion]:
    for part in dataset.distributions:
        for found in part.versions:
            if part.name == file and found.number == number:
                return part, found
    raise NotFound("There is no such version of a file")


def _shape(
    dataset: Dataset, part: Distribution, found: FileVersion, asked: Sequence[DisclosureQuestion]
) -> FileVersionShape:
    base = services().settings.base_url
    slug, open_questions = dataset.slug, sum(each.decision is Decision.PENDING for each in asked)
    named: dict[str, Any] = {"slug": slug, "file": part.name, "number": found.number}
    return FileVersionShape(
        dataset=slug,
        file=part.name,
        version=found.number,
        filename=found.filename,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        stage=found.stage.value,
        received_at=found.received_at,
        rows=found.rows,
        findings=None,
        open_questions=open_questions,
        waits_for=_waits_for(dataset, found, open_questions),
        refusal=stored(found.refusal) or None,
        published_at=found.published_at,
        status_url=base + url_for("api_files.version", **named),
        page_url=base + url_for("staff_dataset.show", slug=slug),
    )


def _waits_for(dataset: Dataset, found: FileVersion, open_questions: int) -> str | None:
    if found.published_at is not None or found.stage is Stage.REFUSED:
        return None
    reasons = {
        "check": found.stage not in FINAL_STAGES,
        "questions": open_questions > 0,
        "confirmation": found.hold != Hold.NONE,
        "review": dataset.submitted_at is not None,
    }
    return next((reason for reason, holds in reasons.items() if holds), "publishing")
