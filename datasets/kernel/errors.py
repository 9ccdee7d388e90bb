"""Everything the domain refuses, one class each, with a stable code."""

from typing import Any

from datasets.kernel.messages import Message


class DomainError(Exception):
    """A refusal a person can act on; never a bug.

    Attributes:
        code: Part of the API; never changes.
        message: The sentence, translatable, with its named places.
    """

    code = "refused"

    def __init__(self, msgid: str, **places: Any) -> None:
        self.message = Message(msgid, places)
        super().__init__(str(self.message))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.message.msgid, dict(self.message.places)))


def _rebuild(kind: type[DomainError], msgid: str, places: dict[str, Any]) -> DomainError:
    return kind(msgid, **places)


class NotFound(DomainError):
    """No such thing, or none this actor may know of."""

    code = "not-found"


class Gone(DomainError):
    """It was here and has been withdrawn."""

    code = "gone"


class NotAllowed(DomainError):
    """This actor may not do this."""

    code = "not-allowed"


class SignInRefused(DomainError):
    """Name and password do not belong together, or too many tries."""

    code = "sign-in-refused"


class TokenRefused(DomainError):
    """No token, or one that is not valid any more."""

    code = "token-refused"


class InvalidDraft(DomainError):
    """A draft that cannot become a dataset."""

    code = "invalid-draft"


class InvalidMail(DomainError):
    """A letter that cannot be addressed."""

    code = "invalid-mail"


class InvalidQuery(DomainError):
    """A question about rows that cannot be answered; says what is near."""

    code = "invalid-query"


class InvalidMove(DomainError):
    """A state that cannot follow the present one."""

    code = "invalid-move"


class LargeChange(DomainError):
    """A change so large that a person must say it is meant."""

    code = "large-change"


class DisclosureBlocked(DomainError):
    """Personal data stands in the way of publishing."""

    code = "disclosure-blocked"


class UnreadableFile(DomainError):
    """A file that cannot be read as what it says it is."""

    code = "unreadable-file"


class TooLarge(DomainError):
    """More bytes, rows or columns than this portal takes."""

    code = "too-large"


class TookTooLong(DomainError):
    """The work did not end within its limit."""

    code = "took-too-long"


class StorageFull(DomainError):
    """There is no room to keep the file; nothing was lost."""

    code = "storage-full"


class ForbiddenAddress(DomainError):
    """An address that is not on the public network."""

    code = "forbidden-address"


class SourceUnavailable(DomainError):
    """A source that does not answer, or not as agreed."""

    code = "source-unavailable"


class InvalidSettings(DomainError):
    """Settings with faults, all named at once."""

    code = "invalid-settings"


class InvalidApp(DomainError):
    """An app that cannot stand in the gallery, or a built-in one that does not fit its data."""

    code = "invalid-app"
