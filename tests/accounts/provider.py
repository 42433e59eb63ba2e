"""A small OpenID Connect provider on this machine: it says of everybody what the test wants."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


@dataclass
class Provider:
    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    challenge: str = ""
    """What the sign-in promised to prove when it asks for the token (PKCE)."""
    broken: bool = False
    asked: list[str] = field(default_factory=list)
    key: Any = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        proof = hashlib.sha256(asked["code_verifier"][0].encode()).digest()
        assert base64.urlsafe_b64encode(proof).decode().rstrip("=") == self.challenge
        assert asked["client_secret"] == ["geheim"]
        claims = {
            "iss": self.address,
            "aud": "newsroom",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        } | self.person
        signed = jwt.encode(claims, self.key, "RS256", headers={"kid": "one"})
        return {"access_token": "opens", "token_type": "Bearer", "id_token": signed}

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}


@contextmanager
def provider() -> Iterator[Provider]:
    told = Provider()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            answers: dict[str, Any] = {
                "/.well-known/openid-configuration": told.configuration,
                "/userinfo": lambda: told.person,
                "/keys": told.keys,
            }
            self.say(answers[self.path]())

        def do_POST(self) -> None:
            told.asked.append(self.path)
            length = int(self.headers["Content-Length"])
            self.say(told.token(parse_qs(self.rfile.read(length).decode())))

        def say(self, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(500 if told.broken else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
