"""An identity provider for the tests, on a free port of this machine: it says who one is, as the standard wants."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "talentloop", "geheim van de twee"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`email` and `verified`: who signs in there, and is the address vouched for; `audience`: to whom it says so."""

    address: str = ""
    email: str = "marketer@example.org"
    verified: bool = True
    audience: str = CLIENT
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  # code → what the browser came with

    def settings(self) -> dict[str, str]:
        """What an installation has in its environment."""
        return {"TALENTLOOP_OIDC_SERVER": self.address, "TALENTLOOP_OIDC_CLIENT": CLIENT,
                "TALENTLOOP_OIDC_SECRET": SECRET, "TALENTLOOP_OIDC_NAME": "Bureau Noord"}

    def discovery(self) -> dict[str, Any]:
        places = {f"{name}_endpoint": f"{self.address}/{name}" for name in ("authorization", "token", "userinfo")}
        return {"issuer": self.address, "jwks_uri": f"{self.address}/keys", **places}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "1", "alg": "RS256"}]}

    def who(self) -> dict[str, Any]:
        return {"sub": "1", "email": self.email, "email_verified": self.verified}

    def code_for(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe()
        self.asked[code] = asked
        return code

    def token_for(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A code is good once, for who holds the secret of the client and the one that the challenge was made of."""
        asked = self.asked.pop(form.get("code", ""), None)
        made = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if asked is None or form.get("client_secret") != SECRET or asked.get("code_challenge") != made.decode():
            return None
        now = int(time.time())
        told = {**self.who(), "iss": self.address, "aud": self.audience, "iat": now, "exp": now + 60}
        return {"access_token": "open", "token_type": "Bearer", "id_token": jwt.encode(told, KEY, "RS256", {"kid": "1"})}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Face(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = dict(parse_qsl(url.query))
            if url.path == "/authorization":  # its own login page is left out: everybody is who `email` says
                back = {"code": provider.code_for(asked), "state": asked["state"]}
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
                self.end_headers()
            elif url.path == "/userinfo" and self.headers.get("Authorization") != "Bearer open":
                self.tell(401, {})
            else:
                told = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys,
                        "/userinfo": provider.who}[url.path]
                self.tell(200, told())

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            token = provider.token_for(form)
            self.tell(400 if token is None else 200, token or {"error": "invalid_grant"})

        def tell(self, status: int, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Face) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
