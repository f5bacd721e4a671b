"""One client as the collector knows it: whom it listens to, and how a request becomes a record that names nobody."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import msgspec

from ..core.collecting import Collecting
from ..core.facts import Rows
from ..core.intake import Context
from ..core.moments import EPOCH, Days
from ..core.scrub import scrub
from ..website import bots
from ..website.addresses import Ranges, truncated
from ..website.urls import Address, address, host_of, is_own
from .commits import Commits
from .optout import reader
from .record import Hits, Kept, encode, told
from .refusal import Refusal
from .salt import Salts
from .spool import Spool
from .wire import Event, NewId, Sent

LONG = 500  # characters
ACTS = {"f": "granted", "l": "withdrawn", "o": "opted_out"}
OLDEST_MS, NEWEST_MS = 7 * 86_400_000, 5 * 60_000
Known = Callable[[int], int | None]  # moment in ms → pseudonym


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What is known of a request beside its body. The address is never written."""

    origin: str
    agent: str
    address: str
    now: float  # seconds since 1970


class Site:
    """One client: settings, spool, salts, and the counts of what it was sent."""

    def __init__(self, folder: Path, collecting: Collecting, context: Context, secret: bytes,
                 hooks: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.folder = folder
        self.hooks = hooks or {}  # service → its secrets
        self.spool = Spool(folder, collecting.durability)
        self.salts = Salts(folder / "salts")
        self.commits = Commits(self.spool)
        self.counts: Counter[str] = Counter()
        self.seen_at = 0.0
        self.internal_token = reader(secret)
        self.truncated = lru_cache(10_000)(truncated)
        self.came_from = lru_cache(5_000)(host_of)
        self.heed(collecting, context)

    def heed(self, collecting: Collecting, context: Context) -> None:
        """What client.toml says now: whom to listen to, which addresses are colleagues', by which keys ids are made."""
        self.collecting, self.context = collecting, context
        self.hosts = tuple(host_of(o) for o in collecting.origins) or context.own_hosts
        self.pages_on = (*context.own_hosts, *self.hosts)
        self.days = Days(context.zone, datetime.now(context.zone).date())
        self.internal_address = Ranges(context.internal_addresses, 20_000).hold
        self.allows = lru_cache(1000)(self._allows)
        self.where = lru_cache(5_000)(self._where)
        self.person = context.pseudonym
        self.browser = lru_cache(50_000)(lambda id: context.pseudonym("visitor", id))

    # ---- whom it listens to

    def _allows(self, origin: str) -> bool:
        """Is this origin (scheme, host, port) one of the client's sites?"""
        return origin.startswith(("https://", "http://")) and is_own(host_of(origin), self.hosts)

    def _where(self, url: str) -> Address:
        """What may be kept of a page's address; one that is not on the client's sites is refused."""
        found = address(url)
        if not is_own(found.host, self.pages_on):
            raise Refusal("other_site")
        return found

    def knows(self, key: str) -> bool:
        """Is this the key of one of the client's servers?"""
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return any(hmac.compare_digest(digest, known) for known in self.collecting.server_keys)

    # ---- a request becomes a record

    def record(self, sent: Sent, asked: Asked) -> bytes:
        """The record for the spool. Raises Refusal when nothing of the request can be taken."""
        if sent.c == "f" and sent.id is None:
            raise Refusal("no_id")
        received, full = int(asked.now * 1000), sent.c == "f"
        ahead, kept, why, known = received - sent.at, list[Kept](), list[str](), self._known(sent, asked)
        for event in sent.e:
            if not full and event.ends():
                continue  # see taken_back
            try:
                kept.append(self._kept(event, event.t + ahead, received, full, known))
            except Refusal as refusal:
                why.append(refusal.reason)
        if why:
            self.counts.update(why if kept else why[1:])  # the first reason is counted with the request's refusal
            if not kept:
                raise Refusal(why[0])
        self.counts["ok"] += len(kept)
        self.seen_at = asked.now
        return encode(Hits(received, "full" if full else "limited", self._class(sent, asked),
                           bots.device(asked.agent) if asked.agent else None, kept))

    def _known(self, sent: Sent, asked: Asked) -> Known:
        """By which pseudonym the browser goes at a moment: its id's, or without one that of the day."""
        if sent.c == "f" and sent.id:
            lasting = self.browser(sent.id)
            return lambda at: lasting
        return lambda at: self._on(self.days.of(at * 1000), asked)

    def taken_back(self, sent: Sent, now: float) -> list[bytes]:
        """Records of consent that was taken back, at the moment when that was, told by the tracker itself."""
        if sent.c == "f":
            return []
        ended = {id: max(-OLDEST_MS, min(0, event.t - sent.at)) for event in sent.e if (id := event.ends())}
        return [self.decided(NewId(1, sent.k, "l", id), now + since / 1000) for id, since in ended.items()]

    def decided(self, asked: NewId, now: float) -> bytes:
        """The record of a decision about consent: which browser, what, when, and the text that was shown. An id of which
        consent was taken back never comes again: told twice, by the core and by tl-id.js, it is one decision."""
        received, visitor, act = int(now * 1000), self.browser(asked.id), ACTS[asked.c]
        which = f"{visitor} {act}" if asked.c == "l" else f"{visitor} {act} {received}"
        row = {"decision": self.context.pseudonym("decision", which),
               "at": EPOCH + timedelta(milliseconds=received),
               "day": datetime.fromtimestamp(now, self.context.zone).date(), "about": "measuring", "act": act,
               "text": asked.w, "visitor": visitor, "provenance": "measured"}
        return encode(told(received, "consent", Rows("consent_log", {n: [v] for n, v in row.items()})))

    def _kept(self, event: Event, at: int, received: int, full: bool, known: Known) -> Kept:
        if at < received - OLDEST_MS:
            raise Refusal("too_old")
        if at > received + NEWEST_MS:
            raise Refusal("future")
        url, referrer, content, theme, vacancy, x = event.u, event.r, event.ct, event.th, event.va, event.x
        where = self.where(url) if len(url) < LONG else self._where(url)  # what is long is not remembered
        if referrer:
            referrer = self.came_from(referrer) if len(referrer) < LONG else host_of(referrer)
        visitor = known(at)
        application = person = lead = None  # most events are a view or a look on, and say nothing of these
        if x:
            application, lead = self._pseudonym("application", x.get("ap")), _clean(x.get("ld"))
            person = self._person(x.get("em")) if full else None
        return Kept(
            event.i, event.n, at, visitor, "persistent" if full else "none" if visitor is None else "daily",
            where.host, where.path, where.source, where.medium, where.campaign, where.click_id if full else None,
            referrer, event.ms, event.sc, event.pt, _clean(content) if content else None,
            _clean(theme) if theme else None, _clean(vacancy) if vacancy else None, application, person, lead,
            x.get("re") == 1 if x else False)

    def _on(self, day: date | None, asked: Asked) -> int | None:
        """The browser without an id on a day, from its cut address, what it says of itself and the day's salt."""
        if day is None:
            return None
        return self.salts.visitor(day, lambda: datetime.fromtimestamp(asked.now, self.context.zone).replace(tzinfo=None),
                                  self.truncated(asked.address), asked.agent)

    def _pseudonym(self, kind: str, value: object) -> int | None:
        text = str(value).strip() if value not in (None, "", False) else ""
        return self.context.pseudonym(kind, text) if text else None

    def _person(self, email: object) -> int | None:
        """Spelled as privacy/pseudonyms spells it, and hashed at once."""
        text = email.strip().lower() if isinstance(email, str) else ""
        return self.context.pseudonym("person", text) if "@" in text else None

    def _class(self, sent: Sent, asked: Asked) -> str:
        if self.internal_address(asked.address) or (sent.o and self.internal_token(sent.o)):
            return "internal"
        return "test" if sent.d else bots.traffic_class(asked.agent)

    # ---- upkeep

    def tick(self, now: float) -> None:
        """Write down the counts, and destroy salts whose day is over. Raises NotStored."""
        local = datetime.fromtimestamp(now, self.context.zone)
        self.salts.sweep(local.replace(tzinfo=None))
        self.days = Days(self.context.zone, local.date())
        counts, self.counts = self.counts, Counter()
        meta: dict[str, object] = {}
        if self.seen_at:
            meta["seen"] = datetime.fromtimestamp(self.seen_at, UTC).isoformat(timespec="seconds")
        try:
            self.spool.note(str(local.date()), counts, meta)
        except BaseException:
            self.counts.update(counts)
            raise

    def close(self) -> None:
        self.commits.executor.shutdown()
        self.spool.close()


def _clean(text: object) -> str | None:
    """A word of the page's own, without what could be somebody's."""
    if text is None:
        return None
    found = "" if text is False else str(text).strip()
    if not found:
        return None
    return (_scrubbed(found) if len(found) < LONG else scrub(found))[:200]


_scrubbed = lru_cache(5_000)(scrub)
