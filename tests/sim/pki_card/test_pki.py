"""Test keys and certificates: JPKI's fields, one set for all processes."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from sim.personas import persona, personas
from sim.pki import (
    NoCertificateError,
    Pki,
    PkiCacheError,
    authentication_identity,
    authority,
    centre_signing_key,
    default_directory,
    signature_authority,
    signature_identity,
)


def authentication_certificate(persona_id: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(authentication_identity(persona(persona_id)).certificate_der)


def test_the_authentication_certificate_names_nobody() -> None:
    certificate = authentication_certificate("yamada-taro")
    assert [a.oid for a in certificate.subject] == [NameOID.COUNTRY_NAME, NameOID.COMMON_NAME]
    name = str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    assert len(name) == 23
    assert name[14:19] == "16202"
    with pytest.raises(x509.ExtensionNotFound):
        certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)


def test_the_authentication_certificate_is_laid_out_like_jpkis() -> None:
    certificate = authentication_certificate("yamada-taro")
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert (key.key_size, key.public_numbers().e) == (2048, 65537)
    assert certificate.signature_algorithm_oid.dotted_string == "1.2.840.113549.1.1.11"
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.public_bytes().hex() == "03020780"  # digitalSignature alone
    (policy,) = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert policy.policy_identifier.dotted_string == "1.2.392.200149.8.5.1.3.30"
    (issuer,) = certificate.extensions.get_extension_for_class(x509.IssuerAlternativeName).value
    assert issuer.value.rfc4514_string() == "O=公的個人認証サービス,C=JP"


def test_it_ends_in_the_last_second_of_the_fifth_birthday_in_japan() -> None:
    certificate = authentication_certificate("yamada-taro")
    assert certificate.not_valid_before_utc == datetime(2022, 4, 11, 1, 0, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(2027, 2, 14, 14, 59, 59, tzinfo=UTC)


def test_every_generation_of_the_root_bears_the_same_name() -> None:
    roots = [authority(generation).certificate for generation in (1, 2, 3)]
    assert {root.subject.rfc4514_string() for root in roots} == {
        "OU=Japan Agency for Local Authority Information Systems,OU=JPKI for user authentication,"
        "O=JPKI-TEST,C=JP"
    }
    assert len({root.serial_number for root in roots}) == 3
    for root in roots:
        root.verify_directly_issued_by(root)
        assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    with pytest.raises(KeyError):
        authority(4)


def test_only_the_signature_tells_which_generation_issued_a_certificate() -> None:
    certificate = authentication_certificate("one-try-saburo")
    certificate.verify_directly_issued_by(authority(3).certificate)
    with pytest.raises(InvalidSignature):
        certificate.verify_directly_issued_by(authority(2).certificate)


def test_every_certificate_lies_within_its_root() -> None:
    for person in personas().values():
        if not person.card.has_authentication_certificate:
            continue
        identity, root = authentication_identity(person), authority(person.card.generation).certificate
        certificate = x509.load_der_x509_certificate(identity.certificate_der)
        certificate.verify_directly_issued_by(root)
        assert x509.load_der_x509_certificate(identity.ca_certificate_der) == root
        assert identity.private_key.public_key() == certificate.public_key()
        assert root.not_valid_before_utc <= certificate.not_valid_before_utc
        assert certificate.not_valid_after_utc <= root.not_valid_after_utc


def test_the_signature_certificate_says_who_and_where() -> None:
    identity = signature_identity(persona("watanabe-saori"))
    certificate = x509.load_der_x509_certificate(identity.certificate_der)
    certificate.verify_directly_issued_by(signature_authority(2).certificate)
    places = [a.value for a in certificate.subject.get_attributes_for_oid(NameOID.LOCALITY_NAME)]
    assert places == ["Toyama-ken", "Takaoka-shi"]
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    said = {
        other.type_id.dotted_string.rsplit(".", 1)[1]: other.value[2:].decode()
        for other in names
        if isinstance(other, x509.OtherName)
    }
    # The variant of 邉 is told by its place alone; 3 is 昭和.
    assert (said["1"], said["2"], said["3"], said["4"]) == ("渡邉 沙織", "01000", "2", "319860330")
    assert said["5"] == "富山県高岡市見本町２丁目７番８号"


@pytest.mark.parametrize("persona_id", ["no-certificate-goro", "juki-rokuro", "transit-card"])
def test_who_has_no_certificate_gets_none(persona_id: str) -> None:
    with pytest.raises(NoCertificateError):
        authentication_identity(persona(persona_id))


def test_a_child_has_no_signature_certificate() -> None:
    with pytest.raises(NoCertificateError):
        signature_identity(persona("yamada-ichiro"))


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
