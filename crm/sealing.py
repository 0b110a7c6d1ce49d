"""Sealing of personal fields: AES-GCM under the field key, bound to the place they stand in."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(text: str, *, key: bytes, place: str) -> bytes:
    """Encrypt `text` so that it opens only with the same key and the same `place` (such as "contacts.mobile")."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def unseal(sealed: bytes, *, key: bytes, place: str) -> str:
    """Decrypt what `seal` made; raises `cryptography.exceptions.InvalidTag` when it was changed or moved."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()).decode()
