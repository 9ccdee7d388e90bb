"""What is said of each kind of personal data: where it is, how much, and what to do."""

from datasets.kernel.messages import N_
from datasets.validation.checks.kinds import PrivacyKind

_MESSAGES: dict[tuple[PrivacyKind, bool], str] = {
    (PrivacyKind.MY_NUMBER, False): N_(
        "Column “{column}” holds {count} My Numbers. They may never be published: remove them."
    ),
    (PrivacyKind.MY_NUMBER, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} My Numbers."
        " They may never be published: remove them."
    ),
    (PrivacyKind.MOBILE, False): N_(
        "Column “{column}” holds {count} mobile phone numbers."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.MOBILE, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} mobile phone numbers."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.EMAIL, False): N_(
        "Column “{column}” holds {count} e-mail addresses."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.EMAIL, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} e-mail addresses."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.PERSON, False): N_(
        "Column “{column}” looks like names of {count} people."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.PERSON, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, looks like names of {count} people."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.BIRTH_DATE, False): N_(
        "Column “{column}” looks like {count} people's birth dates."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.BIRTH_DATE, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, looks like {count} people's birth dates."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.HIDDEN_SHEET, True): N_(
        "The workbook has {count} hidden sheets. Look at what is in them, and remove them."
    ),
    (PrivacyKind.HIDDEN_UNREAD, True): N_(
        "The hidden sheet “{sheet}” is too large to be looked through. Show it, look at what is in"
        " it, and decide."
    ),
    (PrivacyKind.HIDDEN_ROW, True): N_(
        "“{sheet}” has {count} hidden rows. Show them, look at what is in them, and decide."
    ),
    (PrivacyKind.HIDDEN_COLUMN, True): N_(
        "“{sheet}” has {count} hidden columns. Show them, look at what is in them, and decide."
    ),
    (PrivacyKind.HOME_ADDRESS, False): N_(
        "Column “{column}” looks like where {count} people live. Remove it, or write down why"
        " it may be published."
    ),
    (PrivacyKind.BANK_ACCOUNT, False): N_(
        "Column “{column}” holds {count} bank accounts. Remove them, or write down why they "
        "may be published."
    ),
    (PrivacyKind.INSURED_NUMBER, False): N_(
        "Column “{column}” looks like {count} numbers of insured people. Remove them, or "
        "write down why they may be published."
    ),
    (PrivacyKind.LICENCE_NUMBER, False): N_(
        "Column “{column}” looks like {count} numbers of driving licences. Remove them, or "
        "write down why they may be published."
    ),
    (PrivacyKind.PENSION_NUMBER, False): N_(
        "Column “{column}” looks like {count} pension numbers. Remove them, or write down why"
        " they may be published."
    ),
    (PrivacyKind.PASSPORT, False): N_(
        "Column “{column}” looks like {count} passport numbers. Remove them, or write down "
        "why they may be published."
    ),
    (PrivacyKind.RESIDENCE_CARD, False): N_(
        "Column “{column}” looks like {count} numbers of residence cards. Remove them, or "
        "write down why they may be published."
    ),
    (PrivacyKind.PLATE, False): N_(
        "Column “{column}” looks like {count} number plates. Remove them, or write down why "
        "they may be published."
    ),
    (PrivacyKind.FAMILY, False): N_(
        "Column “{column}” tells of {count} people’s families. Remove it, or write down why "
        "it may be published."
    ),
    (PrivacyKind.ILLNESS, False): N_(
        "Column “{column}” looks like the illnesses of {count} people. Remove it, or write "
        "down why it may be published."
    ),
    (PrivacyKind.REMARK, False): N_(
        "Column “{column}” speaks of people by name in {count} cells. Remove the names, or "
        "write down why they may be published."
    ),
    (PrivacyKind.ONE_BY_ONE, False): N_(
        "Each row looks like one person. By {columns} together, {count} of {total} rows are in"
        " groups of fewer than 5, {alone} of them alone; the smallest group has {smallest}."
        " Write ages in bands of 10 years, places as 丁目 or districts and days as months until"
        " every group has 5, or write down why it may be published."
    ),
    (PrivacyKind.SMALL_CELL, False): N_(
        "Column “{column}” counts so few people in {count} cells that they may be recognised."
        " Group or hide these cells, or write down why they may be published."
    ),
    (PrivacyKind.RECOVERED_CELL, False): N_(
        "{count} hidden cells of “{column}” can be computed from the totals. Hide a second "
        "cell in the same row and column, or write down why they may be published."
    ),
    (PrivacyKind.COMMENT, False): N_(
        "The workbook holds {count} comments. They are not published with the table, but the "
        "original file still holds them."
    ),
    (PrivacyKind.PICTURE, True): N_(
        "A picture, “{sheet}”, tells where it was taken, or by whom. Save it anew without that,"
        " or write down why it may be published."
    ),
    (PrivacyKind.LOCKED, True): N_(
        "“{sheet}” is protected, so that it cannot be searched for personal data. Save it without"
        " protection, or write down why it may be published."
    ),
    (PrivacyKind.UNREAD, True): N_(
        "“{sheet}” is too large or too damaged to be searched for personal data. Hand it in in"
        " parts or saved anew, or write down why it may be published."
    ),
    (PrivacyKind.EMBEDDED, True): N_(
        "“{sheet}” carries {count} other files inside. Look at what is in them, or take them out."
    ),
    (PrivacyKind.NEW_COLUMN, False): N_(
        "{count} columns are new since the last public version, among them “{column}”. Look "
        "whether everyone may see them."
    ),
    (PrivacyKind.BROKEN_TEXT, False): N_(
        "Text in {count} places was broken before the file came here, and nobody can read it. Get"
        " the file from its source once more, or write down why it may be published like this."
    ),
}

EARLIER = (
    N_(
        "Column “{column}” looks like names of {count} people, with their birth dates, addresses"
        " or phone numbers beside them. Remove them, or write down why they may be published."
    ),
    N_(
        "Each row looks like one person, with age, sex, place and day: {count} rows. Count "
        "people together, or write down why it may be published."
    ),
)
"""What was said before; questions that were asked in these words are still to be read."""


def said_of(kind: PrivacyKind, *, hidden: bool) -> str:
    """The msgid for a kind; of most kinds the same, hidden or not, with the place as `column`."""
    return _MESSAGES.get((kind, hidden)) or _MESSAGES[kind, not hidden]
