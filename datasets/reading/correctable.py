"""How far a person may go in telling where a table's names are; light, for the site too."""

LAST_ROW = 400
"""Names are looked for no further down, in rows from 1."""
MOST_HEADER_ROWS = 6
