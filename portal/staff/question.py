"""Answer disclosure questions: who handed a file in explains, another person decides."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import disclosure, queries
from datasets.kernel.errors import NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from portal.staff.frame import own_path, staff_blueprint
from portal.staff.standing import asked_versions
from portal.web.context import actor, services

bp = staff_blueprint("staff_question", __name__, "/questions")


@bp.post("/<uuid:question_id>")
def decide(question_id: UUID) -> ResponseReturnValue:
    """Answer one question of a dataset, with a ground and a reason."""
    with services().begin(actor()) as uow:
        _require_known(uow, question_id)
        disclosure.decide(
            uow,
            question_id,
            allow=request.form.get("decision") == "allow",
            reason=request.form.get("reason", ""),
            basis=request.form.get("basis", ""),
        )
    flash(_("Your decision is kept, with its reason."))
    return _back()


@bp.post("/<uuid:question_id>/explain")
def explain(question_id: UUID) -> ResponseReturnValue:
    """Say why something may be public, for who decides on it."""
    with services().begin(actor()) as uow:
        _require_known(uow, question_id)
        disclosure.explain(
            uow,
            question_id,
            basis=request.form.get("basis", ""),
            text=request.form.get("text", ""),
        )
    flash(_("Kept. Another person decides on it."))
    return _back()


def _require_known(uow: UnitOfWork, question_id: UUID) -> None:
    dataset = queries.staff_dataset(uow.session, request.form.get("slug", ""), actor())
    versions = [version.id for version in asked_versions(dataset)]
    known = {question.id for question in queries.questions(uow.session, versions)}
    if question_id not in known:
        raise NotFound("There is no such question")


def _back() -> ResponseReturnValue:
    """To the page that showed the question, if it is one of staff's."""
    wanted = request.form.get("next", "")
    here = url_for("staff_safety.show", slug=request.form["slug"])
    path, _mark, anchor = wanted.partition("#")
    going = own_path(path)
    if going == url_for("staff_desk.show"):
        return redirect(here, 303)
    return redirect(f"{going}#{anchor}" if anchor.isidentifier() else going, 303)
