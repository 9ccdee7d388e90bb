"""The page of a dataset as everyone will see it, for those who may publish it: step 5."""

from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from datasets import proposing, queries
from portal.pages.dataset import DatasetPage, dataset_page
from portal.web.context import actor, services
from portal.web.signin import guard

bp = guard(Blueprint("foreseen", __name__, url_prefix="/staff/data"))


@bp.get("/<slug>/page")
def show(slug: str) -> ResponseReturnValue:
    """The public page, made of the newest files and of what is proposed."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    proposing.as_if_public(dataset, services().clock.now())
    page = without_pictures(dataset_page(dataset))
    return render_template("pages/dataset/show.html", page=page, still=True)


def without_pictures(page: DatasetPage) -> DatasetPage:
    """The same without the chart: its picture has an address only once it is public."""
    if page.table is None:
        return page
    return replace(page, table=replace(page.table, chart=None, chart_rows=None))
