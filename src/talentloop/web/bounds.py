"""How large a request may be: what is larger is refused before any of it is kept."""

from __future__ import annotations

import re
from typing import Any

from .reader import words
from .uploads import MOST, TooMuch

ORDINARY = 6 << 20
ROOM = 1 << 20  # for what stands around files in a form
UPLOAD = re.compile(r"/c/[\w-]+/data/upload/")


class Bounded:
    """An ASGI application within bounds; only files that are brought may be large."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        most, came = (MOST + ROOM if UPLOAD.fullmatch(scope["path"]) else ORDINARY), 0

        async def counted() -> dict[str, Any]:
            nonlocal came
            message: dict[str, Any] = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise TooMuch
            return message

        try:
            if _declared(scope) > most:
                raise TooMuch
            await self.app(scope, counted, send)
        except TooMuch:
            await _refuse(scope, send)


def _declared(scope: dict[str, Any]) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


async def _refuse(scope: dict[str, Any], send: Any) -> None:
    asked = dict(scope["headers"]).get(b"accept-language", b"").lower()
    text = words("en" if asked.startswith(b"en") else "nl")("web.data.request_too_large", most=MOST >> 20).encode()
    await send({"type": "http.response.start", "status": 413, "headers": [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode()),
        (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": text})
