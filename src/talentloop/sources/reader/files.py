"""What kind of file it is, and in which encoding: decided on bytes, before anything is parsed."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from .problems import Refused, problem

HEAD = 65_536
PIECE = 1 << 20
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNPACKED_MOST = 8 << 30  # bytes that a .gz may become


@dataclass(frozen=True)
class Nature:
    """`kind` is workbook or text; `encoding` is given for text."""

    kind: str
    encoding: str = ""


def nature(path: Path) -> Nature:
    """Kind and encoding of a file. Raises Refused when it is nothing that can be read."""
    try:
        stat = path.stat()
    except OSError as error:
        raise Refused(problem("file_missing", path.name, found=error.strerror)) from None
    if path.is_dir():
        raise Refused(problem("is_directory", path.name, found="a folder"))
    if not stat.st_size:
        raise Refused(problem("empty_file", path.name, found="0 bytes"))
    return _nature(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=16)
def _nature(path: Path, size: int, changed: int) -> Nature:
    """Remembered, because every source asks it of the same file."""
    try:
        return _look(path)
    except (EOFError, zlib.error, OSError) as error:
        raise Refused(problem("file_cut", path.name, found=error)) from None


def _look(path: Path) -> Nature:
    with open_bytes(path) as file:
        head = file.read(HEAD)
    if not head.strip():
        raise Refused(problem("empty_file", path.name, found="nothing but white space"))
    if head.startswith(ZIP):
        return Nature("workbook")
    if head.startswith(OLE):
        raise Refused(problem("old_excel", path.name, found="an old Excel workbook (.xls)"))
    return Nature("text", _encoding(path, head))


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked when it is a .gz."""
    file = path.open("rb")
    packed = file.read(2) == GZIP
    file.seek(0)
    return cast(BinaryIO, _Bounded(file)) if packed else file


class _Bounded(gzip.GzipFile):
    """A .gz that refuses to become absurdly large."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(fileobj=file, mode="rb")

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > UNPACKED_MOST:
            raise OSError(f"unpacks to more than {UNPACKED_MOST >> 30} GB")
        return super().read(size)

    def read1(self, size: int = -1) -> bytes:
        if self.tell() > UNPACKED_MOST:
            raise OSError(f"unpacks to more than {UNPACKED_MOST >> 30} GB")
        return super().read1(size)


def open_text(path: Path, encoding: str) -> TextIO:
    """The text of a file, line ends as they are (the CSV parser wants them)."""
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, newline="")


def _encoding(path: Path, head: bytes) -> str:
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    bare = _bare_utf16(head)
    if bare:
        return bare
    if b"\0" in head:
        raise Refused(problem("binary_file", path.name, found=f"binary data, starting with {head[:4].hex(' ')}"))
    return _eight_bits(path)


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without BOM: in Western text nearly every other byte is zero."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if odd and odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even and even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _eight_bits(path: Path) -> str:
    """UTF-8 when all of the file is; else Windows-1252, unless both were mixed. Reads the file once, in pieces."""
    decoder, letters = codecs.getincrementaldecoder("utf-8")(), False
    try:
        with open_bytes(path) as file:
            while piece := file.read(PIECE):
                letters = letters or (not piece.isascii() and _has_utf8_letters(piece))
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if letters:
            raise Refused(problem("encoding_mixed", path.name, found="UTF-8 and something else")) from None
        return _windows(path)
    return "utf-8"


def _has_utf8_letters(piece: bytes) -> bool:
    """Accented letters or € as UTF-8 writes them; hardly ever met in Windows-1252 text."""
    return any(mark in piece for mark in ("é".encode(), "ë".encode(), "ï".encode(), "ö".encode(), "€".encode()))


def _windows(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("cp1252")()
    try:
        with open_bytes(path) as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
    except UnicodeDecodeError as error:
        raise Refused(problem("encoding_unknown", path.name, found=f"byte {error.object[error.start]:#04x}")) from None
    return "cp1252"

