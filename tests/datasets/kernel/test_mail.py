import base64
import socket
import ssl
import threading
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel import mail
from datasets.kernel.actors import ANYONE
from datasets.kernel.clock import SystemClock
from datasets.kernel.errors import DomainError, InvalidMail, InvalidSettings
from datasets.kernel.jobs import Job, recent_jobs
from datasets.kernel.mail import Letter, Outbox, Smtp

LETTER = Letter("maker@example.jp", "アプリの確認", "次のページを開いてください。\nhttps://x.jp/\n")


class MailServer:
    """A mail server of one connection, as much of it as a letter needs."""

    def __init__(self, context=None, *, implicit=False):
        self.context, self.implicit = context, implicit
        self.said, self.letters = [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._socket.close()
        self._thread.join(5)

    def _serve(self):
        try:
            connection, _ = self._socket.accept()
            connection.settimeout(5)
            if self.implicit:
                connection = self.context.wrap_socket(connection, server_side=True)
            with closing(self._talk(connection)):
                return
        except OSError:
            pass  # the other side hung up, as it should on a certificate it does not trust

    def _talk(self, connection):
        lines = connection.makefile("rb")
        connection.sendall(b"220 mail.test\r\n")
        while (line := lines.readline()) and "QUIT" not in self.said:
            word = line.split()[0].upper().decode()
            self.said.append(word)
            connection.sendall(self._answer(word, line))
            if word == "STARTTLS" and self.context:
                lines.close()
                connection = self.context.wrap_socket(connection, server_side=True)
                lines = connection.makefile("rb")
            if word == "DATA":
                self.letters.append(b"".join(iter(lines.readline, b".\r\n")))
                connection.sendall(b"250 taken\r\n")
        lines.close()
        return connection

    def _answer(self, word, line):
        if word == "EHLO":
            more = b"250-STARTTLS\r\n" if self.context and not self.implicit else b""
            return b"250-mail.test\r\n" + more + b"250 AUTH PLAIN\r\n"
        if word == "AUTH":
            self.said.append(base64.b64decode(line.split()[2]).decode())
            return b"235 ok\r\n"
        return {"QUIT": b"221 bye\r\n", "DATA": b"354 go\r\n", "STARTTLS": b"220 go\r\n"}.get(
            word, b"250 ok\r\n"
        )


@contextmanager
def server(context=None, *, implicit=False):
    started = MailServer(context, implicit=implicit)
    try:
        yield started
    finally:
        started.close()


# signed by nobody but itself, for localhost, with a key that guards nothing
CERTIFICATE = Path(__file__).with_name("self_signed_localhost.pem")


@pytest.fixture
def offered():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def smtp(url, trust=None):
    return Smtp(url=url, sender="noreply@city.example.jp", clock=SystemClock(), trust=trust)


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_a_letter_arrives_under_tls(offered, implicit):
    trust = ssl.create_default_context(cafile=CERTIFICATE)
    scheme = "smtps" if implicit else "smtp"
    with server(offered, implicit=implicit) as there:
        url = f"{scheme}://data%40city:p%3Aw@localhost:{there.port}"
        smtp(url, trust).carry(LETTER)

    letter = message_from_bytes(there.letters[0], policy=default)
    assert letter["To"] == "maker@example.jp"
    assert letter["Subject"] == "アプリの確認"
    assert letter["Message-ID"] == f"<{LETTER.id}@city.example.jp>"
    assert letter.get_content().split() == LETTER.text.split()
    assert "\0data@city\0p:w" in there.said


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_a_certificate_nobody_vouches_for_is_refused_before_a_word_is_said(offered, implicit):
    scheme = "smtps" if implicit else "smtp"
    url = f"{scheme}://user:secret@localhost"
    refused = pytest.raises(ssl.SSLCertVerificationError)
    with server(offered, implicit=implicit) as there, refused:
        smtp(f"{url}:{there.port}").carry(LETTER)

    assert there.letters == []
    assert not {"AUTH", "MAIL", "DATA"} & set(there.said)


def test_a_certificate_of_another_name_is_refused(offered):
    trust = ssl.create_default_context(cafile=CERTIFICATE)
    with server(offered) as there, pytest.raises(ssl.SSLCertVerificationError):
        smtp(f"smtp://127.0.0.1:{there.port}", trust).carry(LETTER)


def test_a_server_without_tls_gets_neither_password_nor_letter():
    with server() as there, pytest.raises(OSError, match="STARTTLS"):
        smtp(f"smtp://user:secret@localhost:{there.port}").carry(LETTER)

    assert not {"AUTH", "MAIL", "DATA"} & set(there.said)


@pytest.mark.parametrize("url", ["http://host", "smtp://", "host:25"])
def test_settings_that_name_no_mail_server_are_refused(url):
    with pytest.raises(InvalidSettings):
        smtp(url)


@pytest.mark.parametrize(
    "to",
    [
        "a@b.jp\r\nBcc: c@d.jp",
        "a@b.jp, c@d.jp",
        "a b@c.jp",
        "<a@b.jp>",
        "a",
        "a@b@c.jp",
        "あ@b.jp",
        "",
    ],
)
def test_a_letter_has_one_plain_address(to):
    with pytest.raises(InvalidMail):
        Letter(to, "x", "x")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_can_add_a_header_or_a_reader(subject, text):
    try:
        letter = Letter("a@b.jp", subject, text)
    except DomainError:
        return
    message = message_from_bytes(
        mail.written(letter, "noreply@c.jp", SystemClock()).as_bytes(), policy=default
    )

    allowed = {"from", "to", "subject", "date", "message-id", "auto-submitted"}
    allowed |= {"content-type", "content-transfer-encoding", "mime-version"}
    assert {name.lower() for name in message} <= allowed
    assert message["To"] == "a@b.jp"


def test_without_a_server_letters_lie_in_a_folder(tmp_path):
    Outbox(folder=tmp_path / "out", sender="noreply@localhost", clock=SystemClock()).carry(LETTER)

    [path] = (tmp_path / "out").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert "https://x.jp/" in letter.get_content()


def test_a_letter_that_has_gone_out_is_forgotten(services):
    with services.begin(ANYONE) as uow:
        job_id = mail.enqueue(uow, LETTER)

    with services.reading() as session:
        [job] = recent_jobs(session)
        assert Letter.from_json(job.payload) == LETTER
    mail.forget(services.sessions, job_id)
    with services.reading() as session:
        assert session.get_one(Job, job_id).payload == {}
