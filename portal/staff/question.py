"""Answer disclosure questions."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import disclosure, queries
from datasets.kernel.errors import NotFound
from portal.staff.frame import staff_blueprint
from portal.staff.standing import newest_files
from portal.web.context import actor, services

bp = staff_blueprint("staff_question", __name__, "/questions")


@bp.post("/<uuid:question_id>")
def decide(question_id: UUID) -> ResponseReturnValue:
    """Answer one question of a dataset, with a reason."""
    slug = request.form.get("slug", "")
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        versions = [version.id for _part, version in newest_files(dataset)]
        known = {question.id for question in queries.questions(uow.session, versions)}
        if question_id not in known:
            raise NotFound("There is no such question")
        disclosure.decide(
            uow,
            question_id,
            allow=request.form.get("decision") == "allow",
            reason=request.form.get("reason", ""),
        )
    flash(_("Your decision is kept, with its reason."))
    return redirect(url_for("staff_dataset.show", slug=slug, _anchor="questions"), 303)
