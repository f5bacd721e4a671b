"""A request that is too large is refused before any of it is kept, whatever it says of its own size."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from talentloop.web.bounds import ORDINARY, Bounded

CHUNK = b"x" * (1 << 20)


async def reader(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An application that reads everything and then says 200."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


def status(path: str, chunks: int, **headers: str) -> int:
    """What comes back for that many megabytes."""
    left, said = [chunks], []

    async def receive() -> dict[str, Any]:
        left[0] -= 1
        return {"type": "http.request", "body": CHUNK, "more_body": left[0] > 0}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {"type": "http", "path": path,
             "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]}
    # In a thread of its own: where a browser's tests run in the same process, this one has a loop already.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, Bounded(reader)(scope, receive, send)).result()
    return next(m["status"] for m in said if m["type"] == "http.response.start")


@pytest.mark.parametrize(("path", "megabytes", "expected"), [
    ("/c/merelhof/costs/", 5, 200), ("/c/merelhof/costs/", 8, 413), ("/c/merelhof/data/upload/", 8, 200),
    ("/c/merelhof/data/upload/x", 8, 413),
])
def test_what_really_comes_counts(path: str, megabytes: int, expected: int) -> None:
    assert status(path, megabytes) == expected
    assert status(path, megabytes, content_length="12") == expected, "whatever it says of its own size"


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    assert status("/me", 1, content_length=str(ORDINARY + 1)) == 413
