"""A workspace with a collector's settings, and requests as the tracker makes them."""

from __future__ import annotations

import base64
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from talentloop.workspace import Workspace

KEY, ORIGIN = "zorgkey-1234", "https://werkenbij.zorgplus.example"
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
SECRET, SERVICES = "s3cret", ("greenhouse", "lever", "recruitee", "teamtailor", "whatsapp", "meta")
SETTINGS = f"""
[client]
name = "Zorg+"
own_hosts = ["werkenbij.zorgplus.example"]
internal_addresses = ["198.51.100.0/24"]

[[page]]
pattern = "^/verhalen/"
type = "content"
theme = "groei"

[collect]
key = "{KEY}"
server_keys = ["sha256:8e1ff7e4a6b3a3a3d9bd38a9b1e2d27a6f16c36f63ba34ff7a7d8a70cf1a1a30"]
"""


def client(folder: Path, key: str = KEY, host: str = "werkenbij.zorgplus.example") -> Workspace:
    """A workspace that a collector can open."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SETTINGS.replace(KEY, key).replace("werkenbij.zorgplus.example", host)
    (folder / "client.toml").write_text(text, encoding="utf-8")
    return Workspace(folder)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return client(tmp_path / "zorg")


@pytest.fixture
def home(workspace: Workspace) -> Workspace:
    """A workspace that knows the secret of every webhook."""
    (workspace.path / "keys").mkdir(exist_ok=True)
    (workspace.path / "keys" / "webhooks.toml").write_text("".join(
        f'[{service}]\nsecret = "{SECRET}"\nverify_token = "woord"\n' for service in SERVICES))
    return workspace


def new_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(16)).decode()[:22]


def event(kind: str = "page_view", path: str = "/", **more: Any) -> dict[str, Any]:
    return {"i": new_id(), "n": kind, "t": int(time.time() * 1000), "u": ORIGIN + path, **more}


def sent(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"v": 1, "k": KEY, "c": "l", "at": int(time.time() * 1000), "e": list(events) or [event()], **more}


def body(*events: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(sent(*events, **more)).encode()
