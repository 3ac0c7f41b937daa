"""Test keys: one set for all processes, kept outside the repository."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from sim.personas import persona
from sim.pki import Pki, PkiCacheError, authentication_identity, centre_signing_key, default_directory


def test_a_second_process_finds_the_same_keys(tmp_path: Path) -> None:
    taro = persona("yamada-taro")
    first, second = Pki(tmp_path).identity(taro), Pki(tmp_path).identity(taro)
    assert first.certificate_der == second.certificate_der
    assert first.private_key.private_numbers() == second.private_key.private_numbers()


def root_seen_by(directory: Path) -> bytes:
    return Pki(directory).authority(2).certificate.fingerprint(SHA256())


def test_processes_that_race_for_a_key_end_with_one(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, multiprocessing.get_context("fork")) as pool:
        seen = set(pool.map(root_seen_by, [tmp_path / "cache"] * 3))
    assert len(seen) == 1


def test_private_keys_are_the_users_alone(tmp_path: Path) -> None:
    Pki(tmp_path / "cache").authority(1)
    Pki(tmp_path / "cache").centre_signing_key()
    made = list((tmp_path / "cache").iterdir())
    assert {path.name for path in made} == {".lock", "root-authentication-1.pem", "centre-document.pem"}
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", b"-----BEGIN PRIVATE KEY-----\nnonsense", b"\xff" * 40])
def test_a_spoilt_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    Pki(tmp_path).authority(1)
    path = tmp_path / "root-authentication-1.pem"
    path.write_bytes(damage)
    again = Pki(tmp_path).authority(1)
    assert Pki(tmp_path).authority(1).certificate == again.certificate


def test_a_changed_persona_has_a_changed_certificate(tmp_path: Path) -> None:
    taro = persona("yamada-taro")
    first = Pki(tmp_path).identity(taro)
    renewed = replace(taro, card=replace(taro.card, issued=date(2027, 1, 12), expires=date(2032, 2, 14)))
    pki = Pki(tmp_path)
    assert pki.identity(taro).certificate_der == first.certificate_der
    second = x509.load_der_x509_certificate(pki.identity(renewed).certificate_der)
    assert second.not_valid_after_utc == datetime(2032, 2, 14, 14, 59, 59, tzinfo=UTC)


def test_a_certificate_of_a_root_that_was_lost_is_made_anew(tmp_path: Path) -> None:
    taro = persona("yamada-taro")
    Pki(tmp_path).identity(taro)
    (tmp_path / "root-authentication-2.pem").unlink()
    pki = Pki(tmp_path)
    certificate = x509.load_der_x509_certificate(pki.identity(taro).certificate_der)
    certificate.verify_directly_issued_by(pki.authority(2).certificate)


def test_a_folder_that_cannot_be_used_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PkiCacheError, match="XDG_CACHE_HOME"):
        Pki(tmp_path / "file" / "cache").centre_signing_key()


def test_the_cache_lies_outside_the_repository() -> None:
    assert default_directory().is_absolute()
    assert default_directory().parts[-2:] == ("madoguchi", "pki-v1")


def test_the_centres_key_signs() -> None:
    key = centre_signing_key()
    key.public_key().verify(key.sign(b"document"), b"document")
    assert centre_signing_key() is key


def test_nothing_personal_is_in_a_repr() -> None:
    assert repr(authentication_identity(persona("yamada-taro"))) == "Identity()"
