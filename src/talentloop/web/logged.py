"""What the server's terminal is told of a request: a refusal is one line, what broke comes with where it broke."""

from __future__ import annotations

import logging

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404

REFUSED = (PermissionDenied, SuspiciousOperation, Http404, BadRequest)


class RefusedInOneLine(logging.Filter):
    """Whoever asks for what is not theirs, or what is not there, is no fault of ours: no traceback of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], REFUSED):
            record.exc_info = record.exc_text = None
        return True
