"""The world's keys: made on first use, cached on disk, remembered in the process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from sim.personas import WITH_CERTIFICATES, Persona
from sim.pki import issue, material, profile
from sim.pki.cache import Cache
from sim.pki.material import Authority, Identity, NoCertificateError
from sim.pki.profile import Purpose


def default_directory() -> Path:
    """`$XDG_CACHE_HOME/madoguchi/pki-v1`; `~/.cache` where the variable is unset or, by the XDG Base
    Directory Specification, not absolute."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    base = given if given.is_absolute() else Path.home() / ".cache"
    return base / "madoguchi" / "pki-v1"


class Pki:
    """One cache folder's keys. The same folder gives every process the same keys, and with them the same
    certificates: these are not kept but signed anew (half a millisecond), byte for byte alike, because
    nothing in them is random. So a changed persona or field layout never meets a stale certificate."""

    def __init__(self, directory: Path) -> None:
        self._cache = Cache(directory)
        self._authorities: dict[tuple[Purpose, int], Authority] = {}
        self._identities: dict[tuple[Purpose, str], tuple[Persona, Identity]] = {}
        self._centre: Ed25519PrivateKey | None = None

    def authority(self, generation: int, purpose: Purpose = "authentication") -> Authority:
        """The root of a generation, 1..3. Raises `KeyError` for another, `PkiCacheError`."""
        found = self._authorities.get((purpose, generation))
        if found is not None:
            return found
        if generation not in profile.GENERATIONS:
            raise KeyError(generation)
        key = self._rsa_key(f"root-{purpose}-{generation}")
        certificate = issue.root_certificate(purpose, generation, key)
        made = self._authorities[purpose, generation] = Authority(certificate, key)
        return made

    def identity(self, persona: Persona, purpose: Purpose = "authentication") -> Identity:
        """The persona's certificate and key. Raises `NoCertificateError`, `PkiCacheError`."""
        kept = self._identities.get((purpose, persona.id))
        if kept is not None and kept[0] == persona:
            return kept[1]
        if not _carries(persona, purpose):
            raise NoCertificateError(f"the card of {persona.id} carries no {purpose} certificate")
        authority = self.authority(persona.card.generation, purpose)
        key = self._rsa_key(f"{purpose}-{persona.id}")
        certificate = issue.holder_certificate(purpose, persona, authority, key)
        made = Identity(
            key, certificate.public_bytes(Encoding.DER), authority.certificate.public_bytes(Encoding.DER)
        )
        self._identities[purpose, persona.id] = persona, made
        return made

    def centre_signing_key(self) -> Ed25519PrivateKey:
        """The key with which the certificate centre signs documents. Raises `PkiCacheError`."""
        if self._centre is None:
            self._centre = self._cache.load_or_make(
                "centre-document.pem",
                material.open_ed25519,
                lambda: material.key_pem(Ed25519PrivateKey.generate()),
            )
        return self._centre

    def _rsa_key(self, name: str) -> RSAPrivateKey:
        return self._cache.load_or_make(
            f"{name}.pem", material.open_rsa, lambda: material.key_pem(issue.new_rsa_key())
        )


def _carries(persona: Persona, purpose: Purpose) -> bool:
    card = persona.card
    if card.kind not in WITH_CERTIFICATES:
        return False
    if purpose == "authentication":
        return card.has_authentication_certificate
    return card.signature_password != ""


@cache
def _default() -> Pki:
    return Pki(default_directory())


def authority(generation: int) -> Authority:
    """The root (利用者証明用) of a generation, 1..3. Raises `KeyError` for another, `PkiCacheError`."""
    return _default().authority(generation)


def signature_authority(generation: int) -> Authority:
    """The root (署名用) of a generation, 1..3. Raises `KeyError` for another, `PkiCacheError`."""
    return _default().authority(generation, "signature")


def authentication_identity(persona: Persona) -> Identity:
    """The 利用者証明用 certificate and key. Raises `NoCertificateError`, `PkiCacheError`."""
    return _default().identity(persona)


def signature_identity(persona: Persona) -> Identity:
    """The 署名用 certificate and key. Raises `NoCertificateError`, `PkiCacheError`."""
    return _default().identity(persona, "signature")


def centre_signing_key() -> Ed25519PrivateKey:
    """The key with which the certificate centre signs documents. Raises `PkiCacheError`."""
    return _default().centre_signing_key()
