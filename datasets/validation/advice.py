"""One table: error code, plain title, what is there, what the publisher can do."""

from typing import NamedTuple

from datasets.kernel.messages import N_, Message


class Advice(NamedTuple):
    """Three msgids for one error code.

    Attributes:
        title: Heading of a group of findings; no places.
        sentence: Where and what; places {row} {column} {value} {number} {other_row}.
        remedy: What to do; no places.
    """

    title: str
    sentence: str
    remedy: str


_SAME_NUMBER_OF_CELLS = N_("Give every row as many cells as the header has columns.")
_UNIQUE_NAMES = N_("Give every column a name of its own.")
_SEND_AGAIN = N_("Download the file from its source once more, or save it again, and send it anew.")

_COMPARE = N_("Compare it with the description of the column and correct it.")

# A code may be followed by "/" and a Table Schema type, when the type makes the advice plainer.
ADVICE: dict[str, Advice] = {
    "type-error": Advice(
        N_("Values of another kind"),
        N_("Row {row}, “{column}”: “{value}” does not fit the kind of this column."),
        N_("Correct the value, or move it to a column for remarks."),
    ),
    "type-error/integer": Advice(
        N_("Not a whole number"),
        N_("Row {row}, “{column}”: “{value}” is not a whole number."),
        N_("Enter digits only, like 500, or move the note to a column for remarks."),
    ),
    "type-error/number": Advice(
        N_("Not a number"),
        N_("Row {row}, “{column}”: “{value}” is not a number."),
        N_("Enter a number only, like 12.5, or move the note to a column for remarks."),
    ),
    "type-error/boolean": Advice(
        N_("Neither true nor false"),
        N_("Row {row}, “{column}”: “{value}” is neither true nor false."),
        N_("Write true or false, or leave the cell empty."),
    ),
    "type-error/date": Advice(
        N_("Not a date"),
        N_("Row {row}, “{column}”: “{value}” is not a date."),
        N_("Write year, month and day like 2026-11-20, or leave the cell empty."),
    ),
    "type-error/datetime": Advice(
        N_("Not a date with a time"),
        N_("Row {row}, “{column}”: “{value}” is not a date with a time."),
        N_("Write it like 2026-11-20T09:30:00, or leave the cell empty."),
    ),
    "type-error/time": Advice(
        N_("Not a time"),
        N_("Row {row}, “{column}”: “{value}” is not a time."),
        N_("Write it like 09:30:00, or leave the cell empty."),
    ),
    "constraint-error": Advice(
        N_("Values outside what is allowed"),
        N_("Row {row}, “{column}”: “{value}” is outside what this column allows."),
        _COMPARE,
    ),
    "type-error/year": Advice(
        N_("Not a year"),
        N_("Row {row}, “{column}”: “{value}” is not a year."),
        N_("Write four digits like 2026, or leave the cell empty."),
    ),
    "constraint-error/required": Advice(
        N_("Cells that must not be empty"),
        N_("Row {row}, “{column}” is empty."),
        N_("Fill in the cell; this column needs a value in every row."),
    ),
    "constraint-error/minimum": Advice(
        N_("Too small"),
        N_("Row {row}, “{column}”: “{value}” is smaller than this column allows."),
        _COMPARE,
    ),
    "constraint-error/maximum": Advice(
        N_("Too large"),
        N_("Row {row}, “{column}”: “{value}” is larger than this column allows."),
        _COMPARE,
    ),
    "constraint-error/enum": Advice(
        N_("Values that are not in the list"),
        N_("Row {row}, “{column}”: “{value}” is not one of the values this column knows."),
        N_("Choose one of the values that the description of the column lists."),
    ),
    "constraint-error/pattern": Advice(
        N_("Written in another way"),
        N_("Row {row}, “{column}”: “{value}” is not written as this column has it."),
        N_("Compare it with the examples in the description of the column and correct it."),
    ),
    "constraint-error/minLength": Advice(
        N_("Too short"),
        N_("Row {row}, “{column}”: “{value}” has too few characters."),
        _COMPARE,
    ),
    "constraint-error/maxLength": Advice(
        N_("Too long"),
        N_("Row {row}, “{column}”: “{value}” has too many characters."),
        _COMPARE,
    ),
    "unique-error": Advice(
        N_("The same value twice"),
        N_("“{column}”: “{value}” appears in rows {other_row} and {row}."),
        N_("Give each row its own value, or remove the row that is there twice."),
    ),
    "primary-key": Advice(
        N_("The same ID twice"),
        N_("ID “{value}” appears in rows {other_row} and {row}."),
        N_("Give each row its own ID, or remove the row that is there twice."),
    ),
    "primary-key/blank": Advice(
        N_("No ID"),
        N_("Row {row} has no ID."),
        N_("Enter an ID that no other row has."),
    ),
    "foreign-key": Advice(
        N_("Points to nothing"),
        N_("Row {row} points to something that is not in the other table."),
        N_("Correct the value, or add the row to the other table."),
    ),
    "extra-cell": Advice(
        N_("Too many cells"),
        N_("Row {row} has a cell too many (cell {number})."),
        N_("Check the row for an extra comma."),
    ),
    "missing-cell": Advice(
        N_("Too few cells"),
        N_("Row {row} ends before “{column}”."),
        _SAME_NUMBER_OF_CELLS,
    ),
    "blank-row": Advice(
        N_("Empty rows"),
        N_("Row {row} is empty."),
        N_("Remove the empty row."),
    ),
    "duplicate-row": Advice(
        N_("The same row twice"),
        N_("Row {row} is the same as an earlier row."),
        N_("Remove the row that is there twice."),
    ),
    "row-constraint": Advice(
        N_("Cells that do not go together"),
        N_("The cells of row {row} do not go together."),
        N_("Compare the cells of the row with each other and correct them."),
    ),
    "blank-header": Advice(
        N_("No column names"),
        N_("The first row has no column names."),
        N_("Write the names of the columns in the first row."),
    ),
    "blank-label": Advice(
        N_("A column without a name"),
        N_("Column {number} has no name."),
        _UNIQUE_NAMES,
    ),
    "duplicate-label": Advice(
        N_("Two columns with one name"),
        N_("Column {number} has the same name as another column: “{column}”."),
        _UNIQUE_NAMES,
    ),
    "incorrect-label": Advice(
        N_("Another column name"),
        N_("Column {number} is called “{value}”; “{column}” is expected here."),
        N_("Correct the name, or put the columns in the expected order."),
    ),
    "extra-label": Advice(
        N_("A column too many"),
        N_("Column {number}, “{value}”, is not in the description of the columns."),
        N_("Describe the column, or remove it."),
    ),
    "missing-label": Advice(
        N_("A column is missing"),
        N_("The column “{column}” is missing."),
        N_("Add the column; its cells may stay empty."),
    ),
    "unmatched-header": Advice(
        N_("Other columns than described"),
        N_("None of the described columns is in the file."),
        N_("Check that the right file was chosen."),
    ),
    "source-error": Advice(
        N_("Nothing to read"),
        N_("The file could not be read to its end, or is empty."),
        _SEND_AGAIN,
    ),
    "encoding-error": Advice(
        N_("Unreadable characters"),
        N_("The file holds characters that cannot be read."),
        N_("Save the file as CSV UTF-8 in your spreadsheet program and send it again."),
    ),
    "field-count": Advice(
        N_("Another number of columns"),
        N_("The file has another number of columns than described."),
        _SAME_NUMBER_OF_CELLS,
    ),
    "row-count": Advice(
        N_("Another number of rows"),
        N_("The file has another number of rows than described."),
        _SEND_AGAIN,
    ),
    "byte-count": Advice(
        N_("Another size"),
        N_("The file has another size than described."),
        _SEND_AGAIN,
    ),
    "hash-count": Advice(
        N_("Changed on the way"),
        N_("The file is not the one that was described; it changed on the way."),
        _SEND_AGAIN,
    ),
}

GENERAL = Advice(
    N_("Something else to look at"),
    N_("The check “{code}” found something in the file."),
    N_("Look at the file at this place. If nothing seems wrong, ask the people of this portal."),
)


def advice(code: str, kind: str = "") -> Advice:
    """The row of the table for an error code.

    Args:
        code: Frictionless's error type.
        kind: Table Schema type, or another refinement of the code; empty if there is none.

    Returns:
        The most particular advice there is; GENERAL for a code nobody knows.
    """
    return ADVICE.get(f"{code}/{kind}") or ADVICE.get(code) or GENERAL


def title(code: str) -> Message:
    """The heading of a group of findings."""
    return Message(advice(code).title)


_DEVIATIONS = {
    "missing-label": N_("Columns of the standard that are missing"),
    "blank-column": N_("Columns of the standard that hold nothing"),
    "check-digit": N_("Codes that cannot be right"),
    "constraint-error": N_("Cells that are not as the standard asks"),
}


def deviation_title(code: str) -> Message:
    """The heading of findings that depart from a national standard."""
    return Message(_DEVIATIONS[code]) if code in _DEVIATIONS else title(code)
