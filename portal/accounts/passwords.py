"""Hashing and checking passwords, with argon2id; and secrets of which only a digest is kept."""

import hashlib
import secrets

import argon2

from datasets.kernel.errors import SignInRefused

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
_SECRET_BYTES = 32

_hasher = argon2.PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to keep.

    Raises:
        SignInRefused: if the password is shorter than 12 characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise SignInRefused(
            "Choose a password of at least {count} characters.", count=SHORTEST_PASSWORD
        )
    return _hasher.hash(password[:LONGEST_PASSWORD])


def matches(password: str, kept_hash: str | None) -> bool:
    """Whether a password is the one of a hash; takes as long for an unknown person.

    Args:
        password: As typed.
        kept_hash: None for an unknown person, empty for one who has not set a password yet.
    """
    try:
        _hasher.verify(kept_hash or _NOBODY, password[:LONGEST_PASSWORD])
    except argon2.exceptions.VerificationError:
        return False
    return bool(kept_hash)


def new_secret(prefix: str = "") -> str:
    """A secret nobody guesses, safe to stand in an address: 256 random bits."""
    return prefix + secrets.token_urlsafe(_SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret; its randomness makes a slow hash needless."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
