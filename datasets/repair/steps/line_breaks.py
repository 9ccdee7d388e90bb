"""Line breaks inside cells: CRLF and CR → LF."""

from datasets.kernel.messages import N_
from datasets.repair.step import CellStep


def one_line_break(text: str) -> str:
    """Line breaks as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


STEP = CellStep(
    name="line_breaks",
    title=N_("Line breaks in cells"),
    sentence=N_("Line breaks inside {count} cells were written in one way."),
    mended=one_line_break,
    fits=lambda facts: facts.returns,
)
