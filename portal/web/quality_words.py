"""The eight checks of quality in words, each with where it is looked at or mended."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from datasets.kernel.messages import N_
from datasets.validation.quality import Quality, QualityCheck
from portal.web.language import said

_NAMES = {
    QualityCheck.VALID: N_("Values fit their columns"),
    QualityCheck.DESCRIBED: N_("Columns are explained"),
    QualityCheck.KEYS: N_("Rows can be told apart"),
    QualityCheck.STANDARD: N_("Follows a national standard"),
    QualityCheck.ON_TIME: N_("Up to date"),
    QualityCheck.LICENSE: N_("Open to every use"),
    QualityCheck.STABLE: N_("Can be linked and mapped"),
    QualityCheck.CONTACT: N_("Someone answers questions"),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One of the eight checks, as the macro `quality_list` takes it."""

    name: str
    passed: bool
    reason: str
    url: str


def check_lines(quality: Quality, urls: Mapping[QualityCheck, str]) -> tuple[CheckLine, ...]:
    """The checks in their order; `urls` lead on from them."""
    return tuple(
        CheckLine(str(_(_NAMES[one.check])), one.ok, said(one.reason), urls.get(one.check, ""))
        for one in quality.checks
    )
