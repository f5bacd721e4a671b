"""Why something is not taken: one word for the header x-tl and the counts, and the status that goes with it."""

from __future__ import annotations

# Every reason with its status and what it means; docs/reference/collector.md shows this table.
REASONS: dict[str, tuple[int, str]] = {
    "malformed": (400, "the body is not what the tracker sends"),
    "too_old": (400, "happened more than seven days ago"),
    "future": (400, "happened more than five minutes from now, also after the browser's clock was put right"),
    "no_id": (400, "full consent without an id"),
    "bad_domain": (400, "a cookie for a domain that is not the client's"),
    "no_key": (401, "a server without a key, or with one that is not known"),
    "no_secret": (401, "a webhook whose secret is not set up yet"),
    "bad_signature": (401, "a webhook whose signature is not its sender's"),
    "origin": (403, "the request does not come from a site of this client"),
    "other_site": (403, "the page is not on a site of this client"),
    "unknown_site": (404, "no client here has this key"),
    "not_found": (404, "nothing here has this address"),
    "method": (405, "not asked the way this address is asked"),
    "too_large": (413, "more than 16 KiB (a server: 256 KiB, a webhook: 1 MiB)"),
    "too_many": (429, "more requests from one address than a person makes"),
    "busy": (503, "more is waiting than can be written; try again"),
    "not_stored": (503, "the spool cannot be written (disk full, file away); try again"),
    "shutting_down": (503, "the collector is about to stop; try again"),
}


class Refusal(Exception):
    """Something that is not taken; `reason` is a key of REASONS."""

    def __init__(self, reason: str, site: object = None) -> None:
        super().__init__(reason)
        self.reason, self.site = reason, site

    @property
    def status(self) -> int:
        return REASONS[self.reason][0]
