"""Signed opt-out links: a colleague's browser says that it is one, and nobody else can make it say so."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache

KINDS = {"internal": "i", "silent": "s"}  # counted as the client's own traffic · not counted at all
NONCE, SIGNATURE = 8, 22


def token(kind: str, key: bytes) -> str:
    """A new token of a kind: its letter, eight random characters, and the signature of both."""
    front = KINDS[kind] + _text(secrets.token_bytes(6))[:NONCE]
    return front + _sign(front, key)


def reader(key: bytes) -> Callable[[str], bool]:
    """Is this token one of ours for internal traffic? The same few tokens come again and again."""
    @lru_cache(1000)
    def internal(text: str) -> bool:
        front, signature = text[:1 + NONCE], text[1 + NONCE:]
        return front[:1] == KINDS["internal"] and hmac.compare_digest(
            signature.encode("utf-8", "replace"), _sign(front, key).encode())
    return internal


def _sign(front: str, key: bytes) -> str:
    return _text(hmac.digest(key, b"opt-out|" + front.encode("utf-8", "replace"), "sha256"))[:SIGNATURE]


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
