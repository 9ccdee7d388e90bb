"""Letters: queued in the transaction they are about, sent by a job.

Source: RFC 5322 for the form, RFC 3207 for STARTTLS, RFC 8314 for TLS from the first byte.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from datasets.kernel import jobs
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions, transaction
from datasets.kernel.errors import InvalidMail, InvalidSettings
from datasets.kernel.unit_of_work import UnitOfWork

JOB = "mail"
LONGEST_SUBJECT = 200
_TIMEOUT_S = 30
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person, plain text.

    Attributes:
        to: An e-mail address, nothing else.
        subject: One line.
        id: Of this letter; the same in every try to send it, so that readers can tell.

    Raises:
        InvalidMail: if the address or the subject could say more than they should.
    """

    to: str
    subject: str
    text: str
    id: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        if not self.to.isprintable() or " " in self.to or self.to.count("@") != 1:
            raise InvalidMail("A letter goes to one e-mail address, like name@example.jp.")
        if any(mark in self.to for mark in ',;:<>()[]"\\') or not self.to.isascii():
            raise InvalidMail("A letter goes to one e-mail address, like name@example.jp.")
        if not self.subject.isprintable() or len(self.subject) > LONGEST_SUBJECT:
            raise InvalidMail("The subject of a letter is one line of text.")

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The letter that `asdict` wrote."""
        return cls(**stored)


def enqueue(uow: UnitOfWork, letter: Letter) -> int:
    """Let a letter go out exactly when the work of this transaction is kept; the id of its job."""
    return jobs.enqueue(uow.session, JOB, asdict(letter), now=uow.now)


class Carrier(Protocol):
    """Takes letters to where they go."""

    def carry(self, letter: Letter) -> None:
        """Send a letter, or raise so that it is tried again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server, reached only under TLS with a certificate that is valid for its name.

    Attributes:
        url: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; the name and the
            password are written as in any URL (`%40` for `@`).
        sender: From whom, `name@example.jp`.
        trust: Whom to trust; the machine's own authorities if None.
    """

    url: str
    sender: str
    clock: Clock
    trust: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise InvalidSettings("PORTAL_SMTP_URL begins with smtp:// or smtps:// and a host.")
        if "@" not in self.sender:
            raise InvalidSettings("PORTAL_MAIL_FROM is an e-mail address, like data@example.jp.")

    def carry(self, letter: Letter) -> None:
        """Send a letter.

        Raises:
            OSError: if the server cannot be reached, or its certificate is not to be trusted.
            smtplib.SMTPException: if the server does not take it; without STARTTLS nothing is said.
        """
        parts = urlsplit(self.url)
        message = written(letter, self.sender, self.clock)
        with self._connected(parts.scheme, parts.hostname or "", parts.port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    def _connected(self, scheme: str, host: str, port: int | None) -> smtplib.SMTP:
        trust = self.trust or ssl.create_default_context()
        port = port or _PORTS[scheme]
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=trust)
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
        try:
            server.starttls(context=trust)
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """A folder that letters are laid into, where no mail server is set."""

    folder: Path
    sender: str
    clock: Clock

    def carry(self, letter: Letter) -> None:
        """Write a letter as one `.eml` file, named by its time."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{self.clock.now():%Y%m%dT%H%M%S}-{letter.id}"
        half = self.folder / f".{name}"
        half.touch(mode=0o600)
        half.write_bytes(written(letter, self.sender, self.clock).as_bytes())
        half.replace(self.folder / f"{name}.eml")


def written(letter: Letter, sender: str, clock: Clock) -> EmailMessage:
    """A letter as it goes over the wire."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    return message


def forget(sessions: Sessions, job_id: int) -> None:
    """Take a letter that has gone out from its job: it holds an address, perhaps a secret."""
    with transaction(sessions) as session:
        job = session.get(jobs.Job, job_id)
        if job is not None:
            job.payload = {}
