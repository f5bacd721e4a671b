"""Connections and their secrets: kept sealed, shown by their end, gone with the connection; asked nowhere but outside."""

from __future__ import annotations

import json
import socket
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from talentloop.connect import book
from talentloop.core.errors import BadInput, FetchTrouble, KeyTrouble, UnknownName
from talentloop.fetch import PRIVATE, Fetcher, Unfetched
from talentloop.privacy.sealed import Secrets, last_four
from talentloop.sources import apis, sources
from talentloop.workspace import Workspace

from .vendors import KEY, Vendor, costs, file, serving, teamtailor

PLACE = "https://api.example.org/v1"


def everything(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_secret_is_sealed_where_it_lies_and_shown_by_its_end(home: Workspace) -> None:
    made = home.connect("teamtailor", {"token": KEY, "address": PLACE})
    assert made.shown == {"token": "…9f3a"} and made.options == {"address": PLACE}
    assert KEY.encode() not in everything(home.path)
    assert home.connections.given(made)["token"] == KEY
    for name in ("secrets.bin", "secrets.key"):
        assert (home.keyring.folder / name).stat().st_mode & 0o077 == 0


def test_an_address_may_be_a_secret_by_itself(home: Workspace) -> None:
    made = home.connect("address", {"address": "https://files.example.org/export/4f2c8d?sig=geheim"})
    assert b"4f2c8d" not in everything(home.path) and made.shown == {"address": "…heim"}


def test_of_a_short_secret_nothing_is_shown() -> None:
    assert last_four("geheim12345") == "…" and last_four("geheim123456") == "…3456"


def test_secrets_go_with_the_connection_and_others_stay(home: Workspace) -> None:
    gone, stays = (home.connect("teamtailor", {"token": KEY + end, "address": PLACE}) for end in ("1", "2"))
    home.disconnect(gone.id)
    assert home.connections.secrets.of(gone.id) == {} and home.connections.given(stays)["token"] == KEY + "2"
    with pytest.raises(UnknownName, match="no_such_connection"):
        home.connections.get(gone.id)


def test_a_new_key_takes_the_place_of_the_old_and_the_rest_stays(home: Workspace) -> None:
    made = home.connect("meta_insights_json", {"account": "1234567890", "token": KEY, "address": PLACE})
    home.amend(made.id, {"token": "een-nieuwe-sleutel-77aa"})
    now = home.connections.get(made.id)
    assert now.shown == {"token": "…77aa"} and now.options == made.options
    assert home.connections.given(now) == {"account": "1234567890", "token": "een-nieuwe-sleutel-77aa", "address": PLACE}
    with pytest.raises(BadInput):
        home.amend(made.id, {"account": "geen nummer"})
    assert home.connections.get(made.id) == now and KEY not in json.dumps(dict(home.connections.given(now)))


def test_what_is_paused_is_asked_only_when_somebody_says_so(home: Workspace) -> None:
    with serving(Vendor(teamtailor(1))) as vendor:
        made = home.connect("teamtailor", {"token": KEY, "address": vendor.url})
        home.pause(made.id)
        assert home.due() == [] and home.connections.all()[0].paused
        home.fetch(made.id)
        home.pause(made.id, False)
        assert [a.path for a in vendor.asked] and not home.connections.all()[0].paused


def test_a_draft_is_not_asked_by_itself_and_goes_after_a_day(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = home.connect("teamtailor", {"token": KEY, "address": PLACE}, draft=True)
    kept = home.connect("teamtailor", {"token": KEY, "address": PLACE}, draft=True)
    assert home.due() == []
    home.confirm(kept.id)
    later = book._now() + timedelta(days=1)
    monkeypatch.setattr(book, "_now", lambda: later)
    home.connections.sweep()
    assert [c.id for c in home.connections.all(drafts=True)] == [kept.id]
    assert home.connections.secrets.of(made.id) == {}


def test_a_key_file_that_was_put_back_from_elsewhere_is_told(home: Workspace) -> None:
    made = home.connect("teamtailor", {"token": KEY, "address": PLACE})
    (home.keyring.folder / "secrets.key").write_bytes(b"x" * 32)
    with pytest.raises(KeyTrouble, match="key_does_not_fit"):
        Workspace(home.path).connections.given(made)
    Secrets(home.keyring.folder / "other").keep("a", {"b": "c"})
    (home.keyring.folder / "secrets.bin").unlink()
    with pytest.raises(FetchTrouble, match="fetch_key_gone"):
        Workspace(home.path).connections.given(made)


@pytest.mark.parametrize(("source", "given", "error"), [
    ("nergens", {}, UnknownName), ("teamtailor", {}, BadInput), ("teamtailor", {"token": " "}, BadInput),
    ("teamtailor", {"token": KEY, "plaats": "x"}, UnknownName),
    ("teamtailor", {"token": KEY, "address": "file:///etc/passwd"}, BadInput),
    ("teamtailor", {"token": f"{KEY}\r\nx-evil: 1"}, BadInput), ("address", {"address": "ftp://a.example"}, BadInput),
    ("meta_insights_json", {"account": "act_x", "token": KEY}, BadInput),
    ("teamtailor", {"token": "x" * 5000}, BadInput),
])
def test_what_cannot_be_is_refused_and_no_value_repeated(home: Workspace, source: str, given: dict[str, str],
                                                         error: type[Exception]) -> None:
    with pytest.raises(error) as found:
        home.connect(source, given)
    assert KEY not in str(found.value)
    assert home.connections.all(drafts=True) == ()


def test_every_act_is_in_the_audit_log_without_its_secret(home: Workspace) -> None:
    with serving(Vendor(teamtailor(1))) as vendor:
        made = home.connect("teamtailor", {"token": KEY, "address": vendor.url})
        home.fetch(made.id)
        home.disconnect(made.id)
    found = [(e.what, e.facts.get("connection")) for e in home.audit.entries()]
    assert [f for f in found if f[1]] == [(what, made.id) for what in ("connect", "fetch", "disconnect")]
    assert KEY not in home.audit.path.read_text() and home.audit.check().whole


# ---- where we ask ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1",
                                     "100.64.0.1", "0.0.0.0", "64:ff9b::a9fe:a9fe", "2002:a00:1::", "224.0.0.1"])
def test_nothing_inside_our_own_network_is_asked(address: str) -> None:
    fetcher = Fetcher(encrypted=True, resolve=lambda host, port: ["93.184.216.34", address])
    with pytest.raises(Unfetched, match="inside"):
        fetcher.once("GET", "https://harmless.example/")


def test_without_the_setting_this_very_machine_is_inside(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Vendor(teamtailor(1))) as vendor:
        id = home.connect("teamtailor", {"token": KEY, "address": vendor.url.replace("http://", "https://")}).id
        monkeypatch.delenv(PRIVATE)
        with pytest.raises(FetchTrouble, match="fetch_inside"):
            home.fetch(id)
        assert vendor.asked == []


def test_outside_nobody_is_asked_without_https() -> None:
    with pytest.raises(Unfetched, match="not_https"):
        Fetcher(encrypted=True, private=frozenset({"matomo.intern"})).once("GET", "http://api.example.org/")


def test_a_name_that_changes_its_mind_is_called_where_it_was_looked_at() -> None:
    """Asked twice it would answer something else; it is asked once, and that address is called."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    with serving(Vendor(file(b"hier"))) as vendor:
        found = Fetcher(private=frozenset({"rebind.example"}), resolve=lambda host, port: next(answers)).once(
            "GET", vendor.url.replace("127.0.0.1", "rebind.example"))
    assert found.body == b"hier" and vendor.asked[0].headers["host"].startswith("rebind.example")


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/meta-data", "https://10.0.0.8/export.csv",
                                "http://localhost:9/export.csv"])
def test_a_redirect_does_not_lead_inside(home: Workspace, to: str) -> None:
    with serving(Vendor(lambda vendor, asked: (302, {"location": to}, b""))) as vendor:
        id = home.connect("address", {"address": f"{vendor.url}/export.csv", "token": KEY}).id
        with pytest.raises(FetchTrouble, match=r"fetch_(inside|not_https)"):
            home.fetch(id)
    assert len(vendor.asked) == 1


def test_a_token_does_not_go_along_to_another_host(home: Workspace) -> None:
    with serving(Vendor(file(costs(1)))) as other:
        away = other.url + "/kosten.csv"
        with serving(Vendor(lambda vendor, asked: (302, {"location": away}, b""))) as vendor:
            home.fetch(home.connect("address", {"address": f"{vendor.url}/kosten.csv", "token": KEY}).id)
    assert "authorization" in vendor.asked[0].headers and "authorization" not in other.asked[0].headers


def test_an_api_that_sends_us_on_is_not_followed(home: Workspace) -> None:
    away = 302, {"location": "https://api.other.example/"}, b""
    with serving(Vendor(lambda vendor, asked: away)) as vendor, pytest.raises(FetchTrouble, match="fetch_moved"):
        home.fetch(home.connect("teamtailor", {"token": KEY, "address": vendor.url}).id)


def test_headers_that_drip_in_are_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        def drip() -> None:
            client = server.accept()[0]
            client.recv(4096)
            for letter in b"HTTP/1.1 200 OK\r\nx-long: " + b"y" * 400:
                try:
                    client.sendall(bytes([letter]))
                except OSError:
                    return
                time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(Unfetched, match="too_slow"):
            Fetcher(inside=True, seconds=0.5).get(f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert time.monotonic() - begun < 5


# ---- what can be connected -------------------------------------------------------------------------------------------


def test_every_api_is_of_a_source_and_has_its_words() -> None:
    from talentloop.locale import catalogue

    assert set(apis()) - set(sources()) == {"address"}
    for lang in ("nl", "en"):
        texts = catalogue(lang)
        wanted = [f"connect.name.{name}" for name in apis()]
        wanted += [f"connect.{name}.{f.name}{end}" for name, api in apis().items() for f in api.fields
                   for end in ("", ".where")]
        assert [id for id in wanted if id not in texts] == []
        assert json.dumps(wanted)


def test_every_api_keeps_some_secret_and_the_usual_address_is_encrypted() -> None:
    for api in apis().values():
        assert any(f.secret for f in api.fields)
        assert all(f.usual.startswith("https://") for f in api.fields if f.name == "address" and f.usual)
