"""Teamtailor's own API: applications, candidates and jobs, thirty a page, all of them every time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from ...core.period import Period
from ..answers import part, word
from ..api import Answer, Api, Field, Given, Request

VERSION = "20240404"
# Jobs come last, because of a record that comes twice the later one counts: only here do jobs name their department.
ASKED = (("job-applications", "candidate,job,stage,reject-reason"), ("candidates", "job-applications"),
         ("jobs", "department,locations"))


class TeamtailorApi(Api):
    """It tells nothing of what changed since when, so that everything is asked; rows are merged by their number, and
    applications that the ATS has let go of stay counted. 50 requests in 10 seconds is its limit."""

    source = "teamtailor"
    fields = (Field("token", secret=True),
              Field("address", pattern=r"https?://\S+", usual="https://api.teamtailor.com/v1"))
    pause = 0.2

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        told = {"authorization": f"Token token={given['token']}", "x-api-version": VERSION,
                "accept": "application/vnd.api+json"}
        return [Request(f"{given['address'].rstrip('/')}/{kind}?" + urlencode({"include": include, "page[size]": 30}),
                        told) for kind, include in ASKED]

    def next(self, request: Request, answer: Answer) -> Request | None:
        after = word(answer.content, "links", "next")
        return Request(after, request.headers) if after else None

    def said(self, answer: Answer) -> str:
        errors = part(answer.content, "errors")
        first = errors[0] if isinstance(errors, list) and errors else None
        return word(first, "detail") or word(first, "title") or ""


API = TeamtailorApi()
