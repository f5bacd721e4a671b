"""The resources of a JSON:API file: every record once, by type and number, and what it is related to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..answers import listed, part, word

TYPES = ("candidates", "job-applications", "jobs", "stages", "departments", "roles", "locations", "reject-reasons")
Resource = dict[str, Any]


@dataclass
class Resources:
    """All resources of a file. `stated` is how many the API says there are of each type that was asked for."""

    by_type: dict[str, dict[str, Resource]] = field(default_factory=dict)
    stated: dict[str, int] = field(default_factory=dict)
    strange: int = 0  # records without type or number

    def of(self, kind: str) -> dict[str, Resource]:
        return self.by_type.get(kind, {})

    def related(self, resource: Resource, relation: str, kind: str) -> Resource | None:
        """The one resource at a relation, when the file holds it."""
        number = related_id(resource, relation)
        return self.of(kind).get(number) if number else None

    def name(self, resource: Resource, relation: str, kind: str) -> str | None:
        """Name of what is at a relation (the first, where there are several)."""
        found = self.related(resource, relation, kind)
        return next((n for key in ("name", "title", "city") if (n := attribute(found, key))), None)


def gather(records: Iterable[Resource]) -> Resources:
    """Documents, pages of documents and bare resources alike; a record that comes twice counts once."""
    found = Resources()
    for record in records:
        stated, asked = part(record, "meta", "record-count"), None
        for resource in _opened(record):
            kind, number = word(resource, "type"), word(resource, "id")
            if kind is None or number is None or not isinstance(part(resource, "attributes"), dict):
                found.strange += 1
                continue
            asked = asked or kind
            found.by_type.setdefault(kind, {})[number] = resource
        if asked and isinstance(stated, int) and not isinstance(stated, bool):
            found.stated[asked] = stated
    return found


def _opened(record: Resource) -> Iterator[Any]:
    if "data" not in record:
        yield record
        return
    data = record["data"]
    yield from data if isinstance(data, list) else [data]
    yield from listed(record, "included")


def attribute(resource: Resource | None, name: str) -> str | None:
    return word(resource, "attributes", name)


def is_true(resource: Resource | None, name: str) -> bool:
    return part(resource, "attributes", name) is True


def related_id(resource: Resource, relation: str) -> str | None:
    """Number of what is at a relation (the first, where there are several)."""
    numbers = related_ids(resource, relation)
    return numbers[0] if numbers else None


def related_ids(resource: Resource, relation: str) -> list[str] | None:
    """Numbers at a relation; None when the answer has only a link there, so that nobody knows."""
    relations = part(resource, "relationships", relation)
    if not isinstance(relations, dict) or "data" not in relations:
        return None
    data = relations["data"]
    return [n for item in (data if isinstance(data, list) else [data]) if (n := word(item, "id"))]
