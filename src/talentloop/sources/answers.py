"""Answers of an API as they were saved: one JSON document, a list of them, several pages, or one a line; also as .gz."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .reader.files import GZIP, open_bytes
from .reader.problems import Refused
from .refusals import refusal
from .source import HEAD, Sample

MOST = 1 << 30  # bytes of one file that are held in memory
DECODER = json.JSONDecoder()


def documents(path: Path) -> list[Any]:
    """Every JSON document in the file, in its order. Raises Refused when one of them cannot be read."""
    text = _text(path)
    found, at, end = [], 0, len(text)
    try:
        while at < end:
            document, after = DECODER.raw_decode(text, at)
            found.append(document)
            at = _skip(text, after, end)
    except json.JSONDecodeError as error:
        cut = not text[error.pos:].strip() or error.msg.startswith("Unterminated")
        raise Refused(refusal("file_cut" if cut and found else "json_broken", path.name, error.lineno,
                              found=f"{error.msg}: {text[error.pos:error.pos + 30]!r}")) from None
    except (RecursionError, ValueError) as error:
        raise Refused(refusal("json_broken", path.name, found=error)) from None
    return found


def _skip(text: str, at: int, end: int) -> int:
    """Past white space (and the comma that some tools put between documents)."""
    while at < end and text[at] in " \t\r\n,":
        at += 1
    return at


def _text(path: Path) -> str:
    try:
        with open_bytes(path) as file:
            content = file.read(MOST + 1)
    except (OSError, EOFError) as error:
        raise Refused(refusal("file_damaged", path.name, found=type(error).__name__)) from None
    if len(content) > MOST:
        raise Refused(refusal("too_large", path.name, found=f"more than {MOST >> 30} GB"))
    try:
        text = content.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError as error:
        raise Refused(refusal("encoding_unknown", path.name, found=f"byte {error.start}")) from None
    if not text:
        raise Refused(refusal("empty_file", path.name, found="nothing but white space"))
    if text[0] not in "{[":
        raise Refused(refusal("json_broken", path.name, 1, found=text[:30]))
    return text


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Every object in the file: lists, and lists of lists (recorded pages), are opened. Raises Refused."""
    for document in documents(path):
        yield from _objects(document, 3)


def _objects(document: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        yield document
    elif isinstance(document, list) and depth:
        for item in document:
            yield from _objects(item, depth - 1)


def beginning(sample: Sample) -> str:
    """The beginning of a file as text, unpacked when it is a .gz; '' when it is no JSON, or cannot be opened."""
    try:
        head = sample.head
        if head.startswith(GZIP):
            with gzip.open(sample.path) as file:
                head = file.read(HEAD)
    except (OSError, EOFError):
        return ""
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    return text if text[:1] in ("{", "[") else ""


def part(record: Any, *path: str) -> Any:
    """What lies at a path of names, None where anything on the way is missing or no object."""
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def word(record: Any, *path: str) -> str | None:
    """A text (or number, written out) at a path, without outer blanks; None when there is none."""
    value = part(record, *path)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def listed(record: Any, *path: str) -> list[Any]:
    """A list at a path, empty when it is none."""
    value = part(record, *path)
    return value if isinstance(value, list) else []
