"""A logo that somebody brings: looked at piece by piece, and only what makes the picture is kept of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from ....core.house import MOST_BYTES

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
JPEG_LEFT = {*range(0xE1, 0xF0), 0xFE}  # remarks, where and with what it was taken, profiles
FRAMES = {0xC0, 0xC1, 0xC2}
MOST_PIXELS = 2000  # a side


class NoLogo(ValueError):
    """Why it is not taken: `too_large`, `not_a_picture`, `too_many_pixels`."""


def cleaned(raw: bytes) -> bytes:
    """The same picture without anything else in its file. Raises NoLogo."""
    if len(raw) > MOST_BYTES:
        raise NoLogo("too_large")
    try:
        if raw.startswith(PNG):
            return PNG + b"".join(_png(raw))
        if raw.startswith(JPEG):
            return _jpeg(raw)
    except (IndexError, zlib.error) as error:
        raise NoLogo("not_a_picture") from error
    raise NoLogo("not_a_picture")


def _png(raw: bytes) -> Iterator[bytes]:
    """The chunks that make the picture, each with a sum that holds, up to the end of it."""
    at, seen = len(PNG), list[bytes]()
    while not seen or seen[-1] != b"IEND":
        size, name = int.from_bytes(raw[at:at + 4], "big"), raw[at + 4:at + 8]
        whole = raw[at:at + size + 12]
        if len(whole) != size + 12 or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise NoLogo("not_a_picture")
        if not seen:
            _bounded(name == b"IHDR" and size == 13, *(int.from_bytes(whole[i:i + 4], "big") for i in (8, 12)))
        if name in PNG_KEPT:
            yield whole
        seen.append(name)
        at += len(whole)
    if b"IDAT" not in seen:
        raise NoLogo("not_a_picture")


def _jpeg(raw: bytes) -> bytes:
    """Segment by segment up to the picture's own data, which goes on to its end; what lies behind that is left."""
    at, kept, framed = 2, [JPEG], False
    while raw[at] == 0xFF:
        kind, size = raw[at + 1], int.from_bytes(raw[at + 2:at + 4], "big")
        whole = raw[at:at + 2 + size]
        if size < 2 or len(whole) != size + 2:
            raise NoLogo("not_a_picture")
        if kind in FRAMES:
            _bounded(size >= 8, int.from_bytes(whole[7:9], "big"), int.from_bytes(whole[5:7], "big"))
            framed = True
        if kind == 0xDA:
            end = raw.rfind(b"\xff\xd9")
            if not framed or end < at:
                raise NoLogo("not_a_picture")
            return b"".join([*kept, raw[at:end + 2]])
        if kind not in JPEG_LEFT:
            kept.append(whole)
        at += len(whole)
    raise NoLogo("not_a_picture")


def _bounded(fine: bool, wide: int, high: int) -> None:
    if not fine or not wide or not high:
        raise NoLogo("not_a_picture")
    if max(wide, high) > MOST_PIXELS:
        raise NoLogo("too_many_pixels")
