"""Applications that count for marketing, each with the evidence that marketing touched it, said in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ...core.identity import ID_DAYS, KnownAs
from .touches import noon
from .visits import Fact, Row

AGAIN = timedelta(days=30)  # the same candidate for the same vacancy within these days is one application
RECENT_VISIT = timedelta(days=30)
RECENT_CONTACT = timedelta(days=180)
FIRST_TOUCH = timedelta(days=ID_DAYS)
# Channels that somebody works on for recruitment. Organic search and direct are no evidence of marketing.
MARKETING = ("paid_social", "organic_social", "paid_search", "display_video", "jobboard_paid", "jobboard_free",
             "google_for_jobs", "email", "whatsapp_chat", "employee_referral", "event_offline")


def counted_applications(applications: Sequence[Row], hits: Sequence[Row], visits: Sequence[Row], leads: Sequence[Row],
                         interactions: Sequence[Row], known_as: KnownAs) -> list[Fact]:
    """External applications, no tests, each candidate and vacancy once in 30 days."""
    people = [v for v in visits if v["traffic_class"] == "human"]
    done = [h for h in hits if h["kind"] == "application_complete" and h.get("visitor") is not None]
    contacts = contacts_of(leads, interactions)
    found = []
    for group in same_applications(applications):
        first = group[0]
        own_hits = [h for h in done if h.get("application") == first["application"]]
        own_contacts = [c for c in contacts if c["person"] == first.get("person")]
        found.append({
            **{c: first.get(c) for c in ("application", "person", "day", "vacancy", "job_family", "location")},
            **evidence(first, own_hits, people, own_contacts),
            **outcome(group),
            "first_touch_day": first_touch(first, own_hits, people, own_contacts, known_as),
        })
    return found


def same_applications(applications: Iterable[Row]) -> list[list[Row]]:
    """Applications that are one: the first, and those of the same candidate and vacancy in the 30 days from it."""
    groups: list[list[Row]] = []
    open_groups: dict[tuple, list[Row]] = {}
    for a in sorted(applications, key=lambda a: (a["day"], a["application"])):
        if a["origin"] != "external" or a.get("test"):
            continue
        same = (a["candidate"], a.get("vacancy"))
        if same not in open_groups or a["day"] >= open_groups[same][0]["day"] + AGAIN:
            open_groups[same] = []
            groups.append(open_groups[same])
        open_groups[same].append(a)
    return groups


def outcome(group: Sequence[Row]) -> Fact:
    """How it went: the earliest of the group's days, so that a hire on the second try is not lost."""
    invited = earliest(first_known(a, "invited_day", "interview_day", "offer_day", "hired_day") for a in group)
    hired = earliest(a.get("hired_day") for a in group)
    start = group[0]["day"]
    return {
        "invited_day": invited, "offer_day": earliest(first_known(a, "offer_day", "hired_day") for a in group),
        "hired_day": hired, "closed_day": hired or closed(group),
        "days_to_invite": invited and (invited - start).days, "days_to_hire": hired and (hired - start).days,
    }


def closed(group: Sequence[Row]) -> date | None:
    """When the last of the group was turned down or withdrawn; open as long as one of them is."""
    ends = [earliest((a.get("rejected_day"), a.get("withdrawn_day"))) for a in group]
    known = [end for end in ends if end]
    return max(known) if len(known) == len(group) else None


def first_known(row: Row, *columns: str) -> date | None:
    """A later stage implies the earlier one that the ATS left empty."""
    return next((row[c] for c in columns if row.get(c) is not None), None)


def earliest(days: Iterable) -> date | None:
    return min((d for d in days if d is not None), default=None)


def contacts_of(leads: Iterable[Row], interactions: Iterable[Row]) -> list[Fact]:
    """Leads and interactions of known persons as one list; at the same moment the interaction is the later one."""
    of_leads = [{**r, "at": noon(r["day"]), "rank": (0, r["lead"])} for r in leads if not r.get("test")]
    others = [{**r, "rank": (1, r["interaction"]), "network": None, "campaign": None} for r in interactions]
    return [c for c in of_leads + others if c.get("person") is not None]


def evidence(application: Row, done: Sequence[Row], visits: Sequence[Row], contacts: Sequence[Row]) -> Fact:
    """The strongest deterministic evidence of a marketing touch (semantics §3.16), and the channel it gives."""
    from_ats = {c: application.get(c) for c in ("channel", "network", "campaign")}
    by_marketing = [v for v in visits if v["channel"] in MARKETING]
    for tier, seen in (("T1", same_visit(done, by_marketing)), ("T2", earlier_visit(done, by_marketing))):
        if seen:
            latest = max(seen, key=lambda v: (v["start_at"], v["visit"]))
            return {"tier": tier, "source_said": None, **{c: latest.get(c) for c in from_ats}}
    recent = [c for c in contacts if recently_in_contact(c, application)]
    if recent:
        latest = max(recent, key=lambda c: (c["at"], c["rank"]))
        channel = {c: latest.get(c) for c in from_ats} if latest.get("channel") else from_ats
        return {"tier": "T3", "source_said": None, **channel}
    if application.get("tracked"):
        return {"tier": "T4", "source_said": None, **from_ats}
    return {"tier": None, "source_said": application["channel"], **from_ats}


def evidence_touches(applications: Sequence[Row], hits: Sequence[Row], visits: Sequence[Row], leads: Sequence[Row],
                     interactions: Sequence[Row]) -> list[Fact]:
    """All marketing touches of every traceable application, each with its equal part of it."""
    people = [v for v in visits if v["traffic_class"] == "human"]
    done = [h for h in hits if h["kind"] == "application_complete" and h.get("visitor") is not None]
    contacts, found = contacts_of(leads, interactions), []
    for first in (group[0] for group in same_applications(applications)):
        own_hits = [h for h in done if h.get("application") == first["application"]]
        own_contacts = [c for c in contacts if c["person"] == first.get("person")]
        told = sorted(marketing_touches(first, own_hits, people, own_contacts), key=lambda t: (t["at"], t["order"]))
        part = 1_000_000 // max(len(told), 1)
        found += [{**t, "application": first["application"], "day": first["day"], "nr": i, "of": len(told),
                   "part_micros": part if i < len(told) else 1_000_000 - (len(told) - 1) * part}
                  for i, t in enumerate(told, 1)]
    return found


def marketing_touches(application: Row, done: Sequence[Row], visits: Sequence[Row],
                      contacts: Sequence[Row]) -> list[Fact]:
    """Visits by marketing in which or before which it was completed, and contacts; a tracked link when there are none."""
    from_ats = {c: application.get(c) for c in ("channel", "network", "campaign")}
    by_marketing = [v for v in visits if v["channel"] in MARKETING]
    within = {v["visit"] for v in same_visit(done, by_marketing)}
    before = {v["visit"] for v in earlier_visit(done, by_marketing)}
    told = [{"at": v["start_at"], "order": (0, v["visit"]), "tier": "T1" if v["visit"] in within else "T2",
             **{c: v.get(c) for c in from_ats}} for v in by_marketing if v["visit"] in within | before]
    told += [{"at": c["at"], "order": (1 + c["rank"][0], c["rank"][1]), "tier": "T3",
              **({n: c.get(n) for n in from_ats} if c.get("channel") else from_ats)}
             for c in contacts if recently_in_contact(c, application)]
    if not told and application.get("tracked"):
        moment = application.get("received_at") or noon(application["day"])
        told.append({"at": moment, "order": (3, 0), "tier": "T4", **from_ats})
    return told


def same_visit(done: Sequence[Row], visits: Sequence[Row]) -> list[Row]:
    """Visits in which the application was completed."""
    return [v for v in visits if any(v["visitor"] == h["visitor"] and v["start_at"] <= h["at"] <= v["end_at"]
                                     for h in done)]


def earlier_visit(done: Sequence[Row], visits: Sequence[Row]) -> list[Row]:
    """Visits of the same lasting visitor in the 30 days before it completed the application."""
    return [v for v in visits if v["identity"] == "persistent" and any(
        v["visitor"] == h["visitor"] and h["at"] - RECENT_VISIT <= v["start_at"] <= h["at"] for h in done)]


def recently_in_contact(contact: Row, application: Row) -> bool:
    """In the 180 days before the application; a lead of the same day counts, its hour is not known."""
    moment = application.get("received_at") or noon(application["day"])
    if contact["at"] < moment - RECENT_CONTACT:
        return False
    same_day = "lead" in contact and contact["day"] == application["day"]
    return same_day or contact["at"] <= moment


def first_touch(application: Row, done: Sequence[Row], visits: Sequence[Row], contacts: Sequence[Row],
                known_as: KnownAs) -> date | None:
    """First day in the thirteen months before the application on which we knew of this person."""
    person, until = application.get("person"), application["day"]
    own = {h["visitor"] for h in done}
    days = [v["day"] for v in visits if v["visitor"] in own or (
        person is not None and known_as(v["visitor"], until) == known_as(person, until))]
    days += [c["day"] for c in contacts]
    return earliest(d for d in days if until - FIRST_TOUCH <= d <= until)
