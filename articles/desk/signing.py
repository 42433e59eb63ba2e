"""The key with which the house signs what it hands to a supervisor: Ed25519 (RFC 8032).

It lies in a file of its own, made when it is first needed; several machines are given the same
file. Where `NEWSROOM_AUDIT_KEY` names one, it must be there: a disk that is not mounted is not to
give the house another key unnoticed. Whoever checks a signature needs its public half only.
"""

import base64
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


class NoKey(ValueError):
    """The file is not there, or no key of the right kind."""


def _private() -> Ed25519PrivateKey:
    path = Path(settings.AUDIT_KEY)
    try:
        if not settings.AUDIT_KEY_IS_NAMED and not path.exists():
            # Two processes may need it at once: whoever creates the file decides.
            with suppress(FileExistsError):
                _make(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise NoKey(
            f"{path} (NEWSROOM_AUDIT_KEY) is not there. Put the house's key back, or make the "
            "first one: python manage.py export_audit --make-key."
        ) from None
    except OSError as problem:
        raise NoKey(f"{path} (NEWSROOM_AUDIT_KEY) cannot be used: {problem.strerror}.") from None
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"{path.name} is not an Ed25519 key in PEM (NEWSROOM_AUDIT_KEY).")
    return key


def make_key() -> Path:
    """A new key where the settings want it. Raises NoKey: it never takes the place of another."""
    path = Path(settings.AUDIT_KEY)
    try:
        _make(path)
    except FileExistsError:
        raise NoKey(f"{path} is there already, and is not overwritten.") from None
    except OSError as problem:
        raise NoKey(f"{path} cannot be written: {problem.strerror}.") from None
    return path


def _make(path: Path) -> None:
    made = Ed25519PrivateKey.generate()
    written = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(written)


def public_key() -> str:
    """As it stands in an export: 32 bytes, in base64."""
    return _written(_private().public_key())


def public_pem() -> str:
    """As it is given to a supervisor."""
    key = _private().public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_public(pem: bytes) -> str:
    """The public key of a PEM file, as `public_key` writes it. Raises NoKey."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise NoKey("This is not the public half of an Ed25519 key in PEM.")
    return _written(key)


def _written(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def sign(data: bytes) -> str:
    return base64.b64encode(_private().sign(data)).decode()


def is_signed(data: bytes, signature: str, key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return True
