"""Whether a webhook is from whom it says: each sender signs in its own way, and all is compared in constant time."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from typing import Any

Header = Callable[[str], str | None]


def _same(told: str | None, right: str) -> bool:
    return hmac.compare_digest((told or "").encode("utf-8", "replace"), right.encode())


def _hex(secret: str, message: bytes) -> str:
    return hmac.digest(secret.encode(), message, "sha256").hex()


def _meta(secret: str, body: bytes, found: Any, header: Header) -> bool:
    return _same(header("x-hub-signature-256"), "sha256=" + _hex(secret, body))


def _greenhouse(secret: str, body: bytes, found: Any, header: Header) -> bool:
    return _same(header("signature"), "sha256 " + _hex(secret, body))


def _recruitee(secret: str, body: bytes, found: Any, header: Header) -> bool:
    return _same((header("x-recruitee-signature") or "").lower(), _hex(secret, body))


def _lever(secret: str, body: bytes, found: Any, header: Header) -> bool:
    """Lever signs its token and the moment, not the body."""
    token, at, signature = (found.get(name) for name in ("token", "triggeredAt", "signature"))
    if not isinstance(token, str) or not isinstance(at, int) or not isinstance(signature, str):
        return False
    return _same(signature.lower(), _hex(secret, f"{token}{at}".encode("utf-8", "replace")))


def _teamtailor(secret: str, body: bytes, found: Any, header: Header) -> bool:
    """Teamtailor signs the number of the record, not the body: base64 of the hexadecimal digest, in the body, in a header
    or in both; whatever is there must be right."""
    payload = found.get("payload")
    data = payload.get("data") if isinstance(payload, dict) else None
    number = data.get("id") if isinstance(data, dict) else None
    told = [one for one in (header("teamtailor-signature"), found.get("signature")) if one is not None]
    if not isinstance(number, str | int) or isinstance(number, bool) or not told:
        return False
    right = base64.b64encode(_hex(secret, str(number).encode("utf-8", "replace")).encode()).decode()
    return all(isinstance(one, str) and _same(one, right) for one in told)


CHECKS: dict[str, Callable[[str, bytes, Any, Header], bool]] = {
    "greenhouse": _greenhouse, "lever": _lever, "recruitee": _recruitee, "teamtailor": _teamtailor, "whatsapp": _meta,
    "meta": _meta}
