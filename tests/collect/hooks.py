"""Bodies of webhooks and the headers that go with them, as each service sends them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from caller import Caller
from conftest import KEY, SECRET


def digest(message: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def signed(service: str, body: dict[str, Any], secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A body and its headers as the service sends them."""
    if service == "lever":
        told = {**body, "token": "abc", "triggeredAt": body.get("triggeredAt", 1_774_000_000_000)}
        return json.dumps({**told, "signature": digest(f"abc{told['triggeredAt']}".encode(), secret)}).encode(), {}
    if service == "teamtailor":
        number = str(body["payload"]["data"]["id"])
        signature = base64.b64encode(digest(number.encode(), secret).encode()).decode()
        return json.dumps({**body, "signature": signature}).encode(), {}
    raw = json.dumps(body).encode()
    name, front = {"greenhouse": ("signature", "sha256 "), "recruitee": ("x-recruitee-signature", ""),
                   "whatsapp": ("x-hub-signature-256", "sha256="), "meta": ("x-hub-signature-256", "sha256=")}[service]
    return raw, {name: front + digest(raw, secret)}


def send(caller: Caller, service: str, body: dict[str, Any], secret: str = SECRET) -> Any:
    raw, headers = signed(service, body, secret)
    return caller.post(raw, f"/tl/hook/{KEY}/{service}", headers={"origin": "", **headers})


def greenhouse(action: str, **application: Any) -> dict[str, Any]:
    return {"action": action, "payload": {"application": {
        "id": 77, "candidate_id": 5, "prospect": False, "status": "active", "applied_at": "2026-03-01T10:00:00Z",
        "last_activity_at": "2026-03-01T10:00:00Z", "rejected_at": None, "current_stage": {"name": "Application Review"},
        "source": {"public_name": "LinkedIn"}, "jobs": [{"id": 9, "name": "Kok"}],
        "candidate": {"id": 5, "first_name": "Noor", "last_name": "Jansen",
                      "email_addresses": [{"value": "noor@voorbeeld.example", "type": "personal"}]}, **application}}}


def moved(service: str, to: str, day: int) -> dict[str, Any]:
    """A body in which an ATS tells that somebody was hired on this day of March, no longer is, or was again."""
    at = f"2026-03-{day:02d}T10:00:00Z"
    if service == "greenhouse":
        offer = {"resolved_at": at, "starts_at": "2026-05-01"}
        return greenhouse("hire_candidate", status="hired", last_activity_at=at, offer=offer) if to == "hired" else \
            greenhouse("unhire_candidate", last_activity_at=at)
    if service == "lever":
        event = {"hired": "candidateHired", "put away": "candidateArchiveChange", "back": "candidateArchiveChange"}[to]
        told = {"toArchived": {"reason": "r"} if to == "put away" else None} if event != "candidateHired" else {}
        moment = int(datetime.fromisoformat(at).timestamp() * 1000)
        return {"event": event, "triggeredAt": moment, "data": {"opportunityId": "op-1", **told}}
    if service == "recruitee":
        stage = {"name": "Hired", "category": "hire"} if to == "hired" else {"name": "Gesprek", "category": "interview"}
        return {"event_type": "candidate_moved", "event_subtype": "stage_changed", "created_at": at, "payload": {
            "candidate": {"id": 3, "created_at": "2026-03-01T09:00:00Z"}, "offer": {"id": 8},
            "details": {"to_stage": stage}}}
    stage = {"id": "2", "type": "stages", "attributes": {"name": "Aangenomen" if to == "hired" else "Gesprek"}}
    return {"payload": {"event_name": "job_application.update", "included": [stage], "data": {
        "id": "12", "type": "job-applications", "attributes": {
            "created-at": "2026-03-01T09:00:00Z", "changed-stage-at": at, "rejected-at": None},
        "relationships": {"stage": {"data": {"id": "2", "type": "stages"}}}}}}
