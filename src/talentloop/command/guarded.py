"""What the privacy commands say: as text in the reader's language, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from ..core.consenting import ConsentText
from ..custody.consent import Consented
from ..custody.keys import Destroyed, Rotated
from ..custody.overview import Overview
from ..custody.requests import Access, Erased
from ..custody.retention import Retained
from ..custody.search import Searched
from ..privacy.audit import Checked, Entry
from .show import console
from .speak import words

Log = tuple[list[Entry], Checked]


def overview(found: Overview, lang: str) -> None:
    """What is kept, why and how long; then consent, keys and the audit log."""
    w, n = words(lang), words(lang).numbers
    out = console()
    out.print(w("privacy.report.title", client=found.client, day=n.day(found.day)), markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("kind", "rows", "days", "why", "how_long"):
        table.add_column(w(f"privacy.report.{heading}"))
    for kind in found.kinds:
        days = f"{n.day(kind.first)} – {n.day(kind.last)}" if kind.first and kind.last else "–"
        table.add_row(w(f"privacy.kind.{kind.name}"), n.count(kind.rows), days, w(f"privacy.why.{kind.name}"),
                      w(f"privacy.how_long.{kind.name}", **found.kept))
    out.print(table)
    for state, share in found.consent.items():
        out.print(w("privacy.report.consent", state=w(f"consent.{state}"), share=n.percent(share)), markup=False)
    out.print(w("privacy.report.cells", smallest=found.smallest), markup=False)
    keys = "privacy.report.no_keys" if found.destroyed else "privacy.report.keys"
    out.print(w(keys, count=found.keys_in_force, last=found.keys[-1].id if found.keys else "–", day=found.destroyed),
              markup=False)
    out.print(w("privacy.report.forgotten", count=found.tombstones), markup=False)
    log_state = "privacy.log.whole" if found.audit_whole else "privacy.log.broken"
    out.print(w(log_state, n=found.audit_lines), markup=False)


def overview_json(found: Overview) -> dict[str, Any]:
    return {
        "client": found.client, "as_of": found.day.isoformat(), "kinds": [
            {"kind": k.name, "rows": k.rows, "first": k.first and k.first.isoformat(),
             "last": k.last and k.last.isoformat(), "kept_from": k.kept_from and k.kept_from.isoformat()}
            for k in found.kinds],
        "kept": dict(found.kept), "consent": dict(found.consent), "smallest_cell": found.smallest,
        "keys": [{"number": k.number, "id": k.id, "made": k.made.isoformat()} for k in found.keys],
        "keys_in_force": found.keys_in_force, "keys_destroyed": found.destroyed or None, "tombstones": found.tombstones,
        "audit": {"lines": found.audit_lines, "whole": found.audit_whole}}


def access_json(found: Access) -> dict[str, Any]:
    """Every row as it is kept: for the person who asked."""
    return {"as_of": found.day.isoformat(), "rows": found.rows,
            "known_as": {"persons": len(found.known_as.persons), "browsers": len(found.known_as.visitors),
                         "applications": len(found.known_as.applications)}}


def access(found: Access, lang: str) -> None:
    _rows({name: len(rows) for name, rows in found.rows.items()}, "privacy.access", lang)


def erased(found: Erased, lang: str) -> None:
    _rows(found.rows, "privacy.erase", lang)
    _proof(found.proof, lang)


def erased_json(found: Erased) -> dict[str, Any]:
    return {"rows": found.rows, "files_deleted": found.files, "until": found.until and found.until.isoformat(),
            "proof": proof_json(found.proof)}


def proof_json(found: Searched) -> dict[str, Any]:
    return {"files": found.files, "bytes": found.bytes, "found": list(found.found), "clean": found.clean}


def _proof(found: Searched, lang: str) -> None:
    w, n = words(lang), words(lang).numbers
    console().print(w("privacy.proof.clean" if found.clean else "privacy.proof.found", files=n.count(found.files),
                      bytes=n.count(found.bytes), where=", ".join(found.found)), markup=False)


def _rows(rows: Mapping[str, int], id: str, lang: str) -> None:
    w, n = words(lang), words(lang).numbers
    if not rows:
        console().print(w(f"{id}.nothing"), markup=False)
        return
    told = w.listed([f"{n.count(count)} {w.of('kept', name)}" for name, count in rows.items()], 20)
    console().print(w(f"{id}.done", rows=told), markup=False)


def retained(found: Retained, lang: str) -> None:
    """Per kind what is due or went; without anything due that is said."""
    w, n = words(lang), words(lang).numbers
    for one in found.due:
        rows = w.listed([f"{n.count(count)} {w.of('kept', name)}" for name, count in one.rows.items()], 20)
        id = "detach" if one.kind == "applications" else "before"
        kind = w(f"privacy.kind.{one.kind}")
        console().print(w(f"privacy.retention.{id}", kind=kind, day=n.day(one.before), rows=rows), markup=False)
    if found.agreed:
        console().print(w("privacy.retention.agreed", count=n.count(found.agreed)), markup=False)
    done = "done" if found.done else "dry" if found.due else "nothing"
    console().print(w(f"privacy.retention.{done}", files=n.count(found.files)), markup=False)


def retained_json(found: Retained) -> dict[str, Any]:
    return {"as_of": found.day.isoformat(), "done": found.done, "files_deleted": found.files,
            "kept_by_consent": found.agreed,
            "due": [{"kind": d.kind, "before": d.before.isoformat(), "rows": dict(d.rows)} for d in found.due]}


def consented(found: Consented, lang: str) -> None:
    """The text in force, coverage month by month, and decisions counted."""
    w, n = words(lang), words(lang).numbers
    out = console()
    for text in found.texts:
        out.print(w("privacy.consent.text", version=text.version, day=n.day(text.start)), markup=False)
    if not found.texts:
        out.print(w("privacy.consent.no_text"), markup=False)
    for month in found.months:
        shares = w.listed([f"{w(f'consent.{s}')} {n.percent(x)}" for s, x in month.shares.items() if x], 9)
        out.print(w("privacy.consent.month", month=n.day(month.month), views=n.count(month.views),
                    shares=shares or "–"), markup=False)
    for one in found.decided:
        acts = w.listed([f"{w(f'privacy.act.{a}')} {_few(c, lang)}" for a, c in one.acts.items()], 9)
        out.print(w("privacy.consent.decided", month=n.day(one.month), about=w(f"privacy.about.{one.about}"), acts=acts,
                    version=one.text or "–", invalid=_few(one.invalid, lang)), markup=False)


def _few(count: int | None, lang: str) -> str:
    return words(lang)("privacy.consent.few") if count is None else words(lang).numbers.count(count)


def consented_json(found: Consented) -> dict[str, Any]:
    return {"as_of": found.day.isoformat(), "texts": [text_json(t) for t in found.texts],
            "months": [{"month": m.month.isoformat(), "views": m.views, "shares": dict(m.shares)}
                       for m in found.months],
            "decided": [{"month": d.month.isoformat(), "about": d.about, "text": d.text, "acts": dict(d.acts),
                         "invalid": d.invalid} for d in found.decided],
            "now": dict(found.now)}


def text_added(found: ConsentText, lang: str) -> None:
    w = words(lang)
    console().print(w("privacy.consent.added", version=found.version, day=w.numbers.day(found.start)), markup=False)


def text_json(found: ConsentText) -> dict[str, Any]:
    return {"version": found.version, "from": found.start.isoformat(), "nl": found.nl, "en": found.en}


def rotated(found: Rotated, lang: str) -> None:
    w, n = words(lang), words(lang).numbers
    console().print(w("privacy.key.rotated", number=found.key.number, key=found.key.id,
                      rows=n.count(sum(found.rows.values()))), markup=False)


def rotated_json(found: Rotated) -> dict[str, Any]:
    return {"key": found.key.id, "keys": found.key.number, "rows": found.rows, "files_deleted": found.files}


def destroyed(found: Destroyed, lang: str) -> None:
    console().print(words(lang)("privacy.key.destroyed", keys=", ".join(k.id for k in found.keys)), markup=False)
    _proof(found.proof, lang)


def destroyed_json(found: Destroyed) -> dict[str, Any]:
    return {"keys": [k.id for k in found.keys], "proof": proof_json(found.proof)}


def log(found: Log, lang: str) -> None:
    w, n = words(lang), words(lang).numbers
    entries, checked = found
    for e in entries:
        facts = " · ".join(f"{k}={v}" for k, v in e.facts.items() if v is not None)
        behalf = f" ({e.behalf})" if e.behalf else ""
        when, did = f"{n.day(e.at.date())} {e.at:%H:%M} UTC", w(f"audited.{e.what}")
        console().print(f"{e.number:>4}  {when}  {e.who}{behalf}  {did}  {facts}", markup=False)
    console().print(w("privacy.log.whole", n=checked.entries) if checked.whole
                    else w("privacy.log.broken", n=checked.entries), markup=False)


def log_json(found: Log) -> dict[str, Any]:
    entries, checked = found
    return {"entries": [{**e.told(), "seal": e.seal} for e in entries],
            "whole": checked.whole, "holds_to": checked.entries, "wrong": checked.wrong or None, "line": checked.line}
