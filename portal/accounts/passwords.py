"""Hashing and checking passwords, with argon2id."""

import argon2

from datasets.kernel.errors import SignInRefused

SHORTEST_PASSWORD = 12

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
    return _hasher.hash(password)


def matches(password: str, kept_hash: str | None) -> bool:
    """Whether a password is the one of a hash; takes as long for an unknown person (None)."""
    try:
        _hasher.verify(kept_hash or _NOBODY, password)
    except argon2.exceptions.VerificationError:
        return False
    return kept_hash is not None
