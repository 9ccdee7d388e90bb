"""What a publisher is told about a file that is no table."""

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_

PASSWORD = N_("The workbook is protected by a password. Save it without one and hand it in again.")
_NO_TABLE = N_(
    "This is a {kind} file, not a table. Hand in the table itself, as CSV or an Excel workbook."
)
_SENTENCES = {
    "empty": (N_("The file is empty."), "E_EMPTY"),
    "html": (
        N_("This is a web page, not a table. Often it is a server's error page: fetch it again."),
        "E_TYPE",
    ),
    "http": (
        N_("This is a server's answer saved in place of the data. Fetch the file again."),
        "E_TYPE",
    ),
    "exe": (N_("This is a program, not a table. It was not taken."), "E_TYPE"),
    "pickle": (N_("This is a program's memory, not a table. It was not taken."), "E_TYPE"),
    "image": (N_("This is a picture, not a table. Hand in the figures themselves."), "E_TYPE"),
    "encrypted": (PASSWORD, "E_ENCRYPTED"),
    "archive": (N_("This is a packed file. Unpack it and hand in the tables in it."), "E_TYPE"),
    "zip": (N_("This is a packed file. Unpack it and hand in the tables in it."), "E_TYPE"),
    "nested": (
        N_("The zip file holds other packed files. Unpack them and pack the files themselves."),
        "E_NESTED_ARCHIVE",
    ),
}
_NAMES = {"pdf": "PDF", "svg": "SVG", "xml": "XML", "ole": "OLE", "docx": "Word"}
_MISLABELLED = N_("The file is called .{ending} but holds something else. Give it its own name.")


def refusal(kind: str) -> UnreadableFile:
    """The refusal for a kind of file that no reader takes."""
    if kind in _SENTENCES:
        msgid, code = _SENTENCES[kind]
        return UnreadableFile(msgid, detail_code=code, detail=kind)
    return UnreadableFile(_NO_TABLE, kind=_NAMES.get(kind, kind), detail_code="E_TYPE", detail=kind)


def mislabelled(ending: str) -> UnreadableFile:
    """The refusal for a file whose name says that it is what it is not."""
    return UnreadableFile(_MISLABELLED, ending=ending, detail_code="E_TYPE", detail=ending)
