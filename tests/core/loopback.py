"""A directory on this machine: an OpenID Connect provider that signs in whomever a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "valuing-worth", "a secret of two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Loopback:
    """What the directory knows, and how it answers: a test changes either before it signs in."""

    def __init__(self) -> None:
        self.url = ""
        self.claims: dict[str, Any] = {
            "sub": "1",
            "email": "ann@example.org",
            "email_verified": True,
        }
        self.token: dict[str, Any] = {}  # what the signed token says otherwise
        self.key = KEY
        self.key_id = "k1"
        self.issuer = ""  # another one than it is
        self.broken = False
        self.asked: dict[str, str] = {}  # what the last authorisation was asked with

    def authorise(self, address: str) -> str:
        """Do what a person does at the directory, and return where it sends them back to."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        self.asked = asked
        return f"{asked['redirect_uri']}?code=c1&state={asked['state']}"

    def answer(self, path: str, sent: dict[str, str], bearer: str) -> dict[str, Any] | None:
        if self.broken:
            return None
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorise",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}
        if path == "/token":
            return self.token_for(sent)
        if path == "/userinfo" and bearer == "Bearer t1":
            return self.claims
        return None

    def token_for(self, sent: dict[str, str]) -> dict[str, Any] | None:
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        right = (
            sent.get("client_id") == CLIENT
            and sent.get("client_secret") == SECRET
            and sent.get("code") == "c1"
            and challenge == self.asked.get("code_challenge")
        )
        if not right:
            return None
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.claims["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked.get("nonce"),
            **self.token,
        }
        headers = {"kid": self.key_id} if self.key_id else {}
        return {
            "access_token": "t1",
            "token_type": "Bearer",
            "id_token": jwt.encode(said, self.key, algorithm="RS256", headers=headers),
        }


@contextmanager
def serving() -> Iterator[Loopback]:
    """Serve a directory on a port of its own until the test is over."""
    directory = Loopback()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self.reply({key: values[0] for key, values in parse_qs(body).items()})

        def reply(self, sent: dict[str, str]) -> None:
            answer = directory.answer(self.path, sent, self.headers.get("Authorization", ""))
            self.send_response(200 if answer is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"error": "no"}).encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
