"""What a fetched page says of the tracker: its scripts, its consent banner and the policy that may stop them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Names in the address of a script, or in one within the page, by which a banner is known.
BANNERS = (
    ("Cookiebot", "consent.cookiebot.com"), ("OneTrust", "cookielaw.org"), ("OneTrust", "otSDKStub"),
    ("CookieYes", "cookieyes"), ("Complianz", "complianz"), ("Cookie Information", "cookieinformation.com"),
    ("Usercentrics", "usercentrics"), ("Didomi", "privacy-center.org"), ("iubenda", "iubenda.com"),
    ("Borlabs Cookie", "borlabs-cookie"), ("Klaro", "klaro"), ("TCF", "__tcfapi"),
)
TAG_MANAGERS = ("googletagmanager.com/gtm.js", "googletagmanager.com/ns.html", "Tealium", "piwik.pro")


@dataclass(frozen=True)
class Script:
    """One script element: its attributes, where it comes from (empty: the page itself) and its text."""

    src: str
    attributes: Mapping[str, str]
    text: str = ""

    @property
    def name(self) -> str:
        return urlsplit(self.src).path.rpartition("/")[2]


@dataclass
class Page(HTMLParser):
    """`scripts` in the order of the page; `policies` are the contents of its own meta elements."""

    url: str
    scripts: list[Script] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self._open = self.url, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and said.get("href"):
            self.base = urljoin(self.url, said["href"])
        elif tag == "script":
            self.scripts.append(Script(urljoin(self.base, said["src"]) if said.get("src") else "", said))
            self._open = True
        elif tag == "meta" and said.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(said.get("content", ""))

    def handle_data(self, data: str) -> None:
        if self._open and self.scripts:
            last = self.scripts[-1]
            self.scripts[-1] = Script(last.src, last.attributes, last.text + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "script"

    # ---- what can be asked of it

    @property
    def trackers(self) -> list[Script]:
        return [s for s in self.scripts if s.name == "tl.js"]

    @property
    def adapter(self) -> bool:
        """Does something pass on what visitors consent to?"""
        told = re.compile(r"""\btl\s*\(\s*['"]consent['"]""")
        return any(s.name == "tl-consent.js" or told.search(s.text) for s in self.scripts)

    @property
    def banner(self) -> str | None:
        return next((name for name, mark in BANNERS for s in self.scripts if mark in s.src or mark in s.text), None)

    @property
    def tag_manager(self) -> bool:
        return any(mark in s.src or mark in s.text for mark in TAG_MANAGERS for s in self.scripts)


def read(url: str, text: str) -> Page:
    page = Page(url)
    page.feed(text)
    return page


def stopped_by(policy: str, kind: str, url: str, page: str, nonce: str = "") -> bool:
    """Would this content security policy stop `url`? `kind` is script-src-elem or connect-src."""
    told: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *rest = part.split()[:200] or [""]
        told.setdefault(name.lower(), rest)
    order = ("script-src-elem", "script-src", "default-src") if kind == "script-src-elem" else (kind, "default-src")
    sources = next((told[name] for name in order if name in told), None)
    if sources is None:
        return False
    if nonce and f"'nonce-{nonce}'" in sources:
        return False
    if kind == "script-src-elem" and "'strict-dynamic'" in sources:
        return True  # then only what carries the nonce counts
    return not any(_allows(source.lower(), url, page) for source in sources)


def _allows(source: str, url: str, page: str) -> bool:
    asked, here = urlsplit(url), urlsplit(page)
    if source == "'self'":
        return (asked.scheme, asked.netloc) == (here.scheme, here.netloc)
    if source == "*" or source == f"{asked.scheme}:":
        return True
    if source.startswith("'") or source.endswith(":"):
        return False
    scheme, _, rest = source.rpartition("://")
    host, _, path = rest.partition("/")
    name, _, port = host.partition(":")
    if scheme and scheme != asked.scheme and not (scheme == "http" and asked.scheme == "https"):
        return False
    if port not in ("", "*") and port != str(asked.port or (443 if asked.scheme == "https" else 80)):
        return False
    if path and not (asked.path.startswith(f"/{path}") if path.endswith("/") else asked.path == f"/{path}"):
        return False
    hostname = asked.hostname or ""
    return hostname.endswith(name[1:]) if name.startswith("*.") else hostname == name
