"""Sealing of personal fields: AES-GCM under the field key, bound to the place they stand in."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(text: str, *, key: bytes, place: str) -> bytes:
    """Encrypt `text` so that it opens only with the same key and the same `place` (such as "contacts.mobile")."""
    return seal_bytes(text.encode(), key=key, place=place)


def unseal(sealed: bytes, *, key: bytes, place: str) -> str:
    """Decrypt what `seal` made; raises `cryptography.exceptions.InvalidTag` when it was changed or moved."""
    return unseal_bytes(sealed, key=key, place=place).decode()


def seal_bytes(content: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt the content of a file as `seal` does a text."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal_bytes(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """Decrypt what `seal_bytes` made; raises `cryptography.exceptions.InvalidTag` when it was changed or moved."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
