"""What a search for personal data can find."""

from enum import StrEnum


class PrivacyKind(StrEnum):
    """What was found; the names are kept in the database."""

    MY_NUMBER = "my_number"
    MOBILE = "mobile"
    EMAIL = "email"
    PERSON = "person"
    BIRTH_DATE = "birth_date"
    HOME_ADDRESS = "home_address"
    BANK_ACCOUNT = "bank_account"
    INSURED_NUMBER = "insured_number"
    LICENCE_NUMBER = "licence_number"
    PENSION_NUMBER = "pension_number"
    PASSPORT = "passport"
    RESIDENCE_CARD = "residence_card"
    PLATE = "plate"
    FAMILY = "family"
    ILLNESS = "illness"
    REMARK = "remark"
    ONE_BY_ONE = "one_by_one"
    SMALL_CELL = "small_cell"
    RECOVERED_CELL = "recovered_cell"
    COMMENT = "comment"
    NEW_COLUMN = "new_column"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_UNREAD = "hidden_unread"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
