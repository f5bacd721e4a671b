"""Requests as the tracker makes them, and a workspace to send them to."""

from __future__ import annotations

import base64
import json
import os
import random
import time
from pathlib import Path

from talentloop.workspace import Workspace

KEY, HOST = "bench-key-1", "werkenbij.example"
ORIGIN = f"https://{HOST}"
AGENTS = tuple(
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 {tail}"
    for system, tail in (("Windows NT 10.0; Win64; x64", "Safari/537.36"), ("Linux; Android 14", "Mobile Safari/537.36"),
                         ("iPhone; CPU iPhone OS 17_5 like Mac OS X", "Mobile/15E148 Safari/604.1"))
    for version in range(110, 130))
PAGES = ("/", "/vacatures", *(f"/vacatures/functie-{i}" for i in range(200)),
         *(f"/verhalen/collega-{i}" for i in range(50)))
SETTINGS = f"""
[client]
name = "Bench"
own_hosts = ["{HOST}"]

[collect]
key = "{KEY}"
durability = "DURABILITY"
server_keys = ["SERVER"]
"""


def workspace(folder: Path, durability: str = "disk", server_key: str = "") -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    text = SETTINGS.replace("DURABILITY", durability).replace("SERVER", server_key)
    (folder / "client.toml").write_text(text, encoding="utf-8")
    return Workspace(folder)


def new_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(16)).decode()[:22]


def request(draw: random.Random, events: int = 2, full: float = 0.6) -> tuple[bytes, list[str]]:
    """The body of one request and the ids of its events."""
    now, page = int(time.time() * 1000), draw.choice(PAGES)
    ids = [new_id() for _ in range(events)]
    told = [{"i": id, "n": "page_view" if not nth else "engage", "t": now - 1000 + nth, "u": ORIGIN + page,
             **({"r": "https://www.google.com/"} if not nth else {"ms": 4200, "sc": draw.randrange(101)})}
            for nth, id in enumerate(ids)]
    who = {"c": "f", "id": new_id()} if draw.random() < full else {"c": "l"}
    return json.dumps({"v": 1, "k": KEY, **who, "at": now, "e": told}, separators=(",", ":")).encode(), ids
