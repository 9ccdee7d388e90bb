"""Why reading decided as it did, so that a person can be told."""

from dataclasses import dataclass

from datasets.kernel.messages import N_, Message


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why something about the file was decided as it was.

    Attributes:
        confidence: 0..1; below 0.7 a person should look.
        reasons: Sentences, the weightiest first.
    """

    confidence: float
    reasons: tuple[Message, ...] = ()


UNNAMED = Grounds(0.8, (Message(N_("The first row holds values like those below it")),))
FORM = Grounds(0.9, (Message(N_("A form has no row of names")),))
NO_DATA = Grounds(0.5, (Message(N_("There is hardly anything to compare")),))
BY_PROPERTY = Grounds(0.99, (Message(N_("The row that begins with #property names the columns")),))


def header_grounds(typed: int, above: int, rows: int, below: int) -> Grounds:
    """Why a row was taken for the header.

    Args:
        typed: Columns with a word in the header and numbers, dates or codes below.
        above: Rows above it that hold something.
        rows: Header rows, >= 1.
        below: Rows below that were looked at.
    """
    reasons = []
    confidence = 0.7
    if typed:
        confidence = 0.97 if typed > 1 else 0.9
        said = N_("{count} columns hold numbers, dates or codes below a word")
        reasons.append(Message(said, {"count": typed}))
    else:
        reasons.append(Message(N_("It is the first row with words in most columns")))
    if above:
        confidence -= 0.04
        said = N_("{count} rows above it have fewer cells, as titles do")
        reasons.append(Message(said, {"count": above}))
    if rows > 1:
        confidence -= 0.04
        reasons.append(Message(N_("{count} rows name the columns together"), {"count": rows}))
    if below < 2:
        return Grounds(0.5, (*NO_DATA.reasons, *reasons))
    return Grounds(round(confidence, 2), tuple(reasons))
