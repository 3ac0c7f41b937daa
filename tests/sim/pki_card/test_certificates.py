"""Certificates field by field: JPKI's layout, under a test root."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID

from sim.personas import persona, personas
from sim.pki import (
    Authority,
    NoCertificateError,
    authentication_identity,
    authority,
    signature_authority,
    signature_identity,
)


def authentication_certificate(persona_id: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(authentication_identity(persona(persona_id)).certificate_der)


def signature_certificate(persona_id: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(signature_identity(persona(persona_id)).certificate_der)


AUTHENTICATION_FIELDS = [  # object identifier, critical
    ("2.5.29.15", True),  # keyUsage
    ("2.5.29.32", True),  # certificatePolicies
    ("2.5.29.18", False),  # issuerAltName
    ("2.5.29.31", False),  # cRLDistributionPoints
    ("1.3.6.1.5.5.7.1.1", False),  # authorityInfoAccess
    ("2.5.29.35", False),  # authorityKeyIdentifier
    ("2.5.29.14", False),  # subjectKeyIdentifier
    ("2.5.29.37", False),  # extKeyUsage
]
SIGNATURE_FIELDS = [*AUTHENTICATION_FIELDS[:-1], ("2.5.29.17", False)]  # subjectAltName
ROOT_FIELDS = [
    ("2.5.29.14", False),
    ("2.5.29.15", True),
    ("2.5.29.19", True),  # basicConstraints
    ("2.5.29.17", False),
    ("2.5.29.31", False),
]
SERVICE = "O=公的個人認証サービス,C=JP"


def fields(certificate: x509.Certificate) -> list[tuple[str, bool]]:
    return [(extension.oid.dotted_string, extension.critical) for extension in certificate.extensions]


def test_each_kind_of_certificate_has_its_fields_and_no_other() -> None:
    assert fields(authentication_certificate("yamada-taro")) == AUTHENTICATION_FIELDS
    assert fields(signature_certificate("yamada-taro")) == SIGNATURE_FIELDS
    for root in (authority(2).certificate, signature_authority(2).certificate):
        assert fields(root) == ROOT_FIELDS


def test_the_authentication_certificate_names_nobody() -> None:
    certificate = authentication_certificate("yamada-taro")
    assert [a.oid for a in certificate.subject] == [NameOID.COUNTRY_NAME, NameOID.COMMON_NAME]
    assert certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)[0].value == "JP"
    name = str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    assert len(name) == 23
    assert name[14:19] == "16202"
    der = authentication_identity(persona("yamada-taro")).certificate_der
    for personal in ("山田", "太郎", "見本町", "19800214", "900000000105"):
        assert personal.encode() not in der


@pytest.mark.parametrize(
    ("certificate", "usage", "policy"),
    [
        (authentication_certificate, "03020780", "1.2.392.200149.8.5.1.3.30"),  # digitalSignature alone
        (signature_certificate, "030206c0", "1.2.392.200149.8.5.1.0.20"),  # and nonRepudiation
    ],
)
def test_a_holders_certificate_is_laid_out_like_jpkis(
    certificate: Callable[[str], x509.Certificate], usage: str, policy: str
) -> None:
    made = certificate("yamada-taro")
    key = made.public_key()
    assert isinstance(key, RSAPublicKey)
    assert (key.key_size, key.public_numbers().e) == (2048, 65537)
    assert made.signature_algorithm_oid.dotted_string == "1.2.840.113549.1.1.11"
    assert made.version is x509.Version.v3
    assert made.serial_number.bit_length() in range(25, 32)  # four bytes, positive
    assert made.extensions.get_extension_for_class(x509.KeyUsage).value.public_bytes().hex() == usage
    (said,) = made.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert said.policy_identifier.dotted_string == policy
    assert said.policy_qualifiers == ["http://www.jpki.go.jp/cps.html"]
    (issuer,) = made.extensions.get_extension_for_class(x509.IssuerAlternativeName).value
    assert issuer.value.rfc4514_string() == SERVICE
    (point,) = made.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert point.full_name is not None
    (directory,) = point.full_name
    assert isinstance(directory, x509.DirectoryName)
    said_point = directory.value.rfc4514_string()
    assert said_point.startswith("CN=Takaoka-shi CRLDP,OU=Toyama-ken,OU=CRL Distribution Points,OU=JPKI for ")


def test_a_phones_signature_certificate_is_of_another_policy() -> None:
    (said,) = signature_certificate("android-toko").extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert said.policy_identifier.dotted_string == "1.2.392.200149.8.5.1.1.40"


@pytest.mark.parametrize("certificate", [authentication_certificate, signature_certificate])
def test_whoever_asks_whether_it_is_revoked_asks_nobody_real(certificate: Callable[[str], x509.Certificate]) -> None:
    (access,) = certificate("yamada-taro").extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    assert access.access_method.dotted_string == "1.3.6.1.5.5.7.48.1"  # OCSP
    assert access.access_location.value.endswith(".invalid")


@pytest.mark.parametrize(
    ("whose", "generation"), [("first-root-juzo", 1), ("yamada-taro", 2), ("one-try-saburo", 3), ("iphone-toichi", 3)]
)
def test_the_issuer_is_told_by_its_key_and_serial_and_found_by_the_signature(whose: str, generation: int) -> None:
    made, signs = authentication_certificate(whose), signature_certificate
    told = made.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    roots = {number: authority(number).certificate for number in (1, 2, 3)}
    by_key = [number for number, root in roots.items() if key_identifier(root) == told.key_identifier]
    by_serial = [number for number, root in roots.items() if root.serial_number == told.authority_cert_serial_number]
    by_signature = [number for number, root in roots.items() if issued(root, made)]
    assert by_key == by_serial == by_signature == [generation]
    assert issued(signature_authority(generation).certificate, signs(whose))
    assert told.authority_cert_issuer is not None
    assert [name.value for name in told.authority_cert_issuer] == [made.issuer]


def key_identifier(root: x509.Certificate) -> bytes:
    return root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def issued(root: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except InvalidSignature:
        return False
    return True


def test_it_ends_in_the_last_second_of_the_fifth_birthday_in_japan() -> None:
    certificate = authentication_certificate("yamada-taro")
    assert certificate.not_valid_before_utc == datetime(2022, 4, 11, 1, 0, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(2027, 2, 14, 14, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("roots", "unit"),
    [(authority, "JPKI for user authentication"), (signature_authority, "JPKI for digital signature")],
)
def test_every_generation_of_a_root_bears_the_same_name(roots: Callable[[int], Authority], unit: str) -> None:
    made = [roots(generation).certificate for generation in (1, 2, 3)]
    assert {root.subject.rfc4514_string() for root in made} == {
        f"OU=Japan Agency for Local Authority Information Systems,OU={unit},O=JPKI-TEST,C=JP"
    }
    assert [(f"{r.not_valid_before_utc:%Y-%m-%d}", f"{r.not_valid_after_utc:%Y-%m-%d}") for r in made] == [
        ("2015-10-20", "2025-10-19"),
        ("2019-09-14", "2029-09-14"),
        ("2023-07-16", "2033-07-15"),
    ]
    assert len({root.serial_number for root in made}) == 3
    assert len({key_identifier(root) for root in made}) == 3
    for root in made:
        root.verify_directly_issued_by(root)
        assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.public_bytes().hex() == "03020106"  # keyCertSign, cRLSign
        (other,) = root.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert other.value.rfc4514_string() == SERVICE
    with pytest.raises(KeyError):
        roots(4)


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
    certificate = signature_certificate("watanabe-saori")
    places = [a.value for a in certificate.subject.get_attributes_for_oid(NameOID.LOCALITY_NAME)]
    assert places == ["Toyama-ken", "Takaoka-shi"]
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [name.type_id.dotted_string for name in names if isinstance(name, x509.OtherName)] == [
        f"1.2.392.200149.8.5.5.{number}" for number in (1, 4, 3, 5, 2, 6)  # in the order of a real one
    ]
    said = {
        other.type_id.dotted_string.rsplit(".", 1)[1]: other.value
        for other in names
        if isinstance(other, x509.OtherName)
    }
    assert {value[0] for value in said.values()} == {0x0C}  # UTF8String
    text = {number: value[2 + (value[1] > 0x80) :].decode() for number, value in said.items()}
    # The variant of 邉 is told by its place alone; 3 is 昭和.
    assert (text["1"], text["2"]) == ("渡邉\u3000沙織", "01000")
    assert (text["3"], text["4"]) == ("2", "319860330")
    assert text["5"] == "富山県高岡市見本町２丁目７番８号"
    assert text["6"] == "0" * len(text["5"])


@pytest.mark.parametrize("persona_id", ["no-certificate-goro", "juki-rokuro", "transit-card"])
def test_who_has_no_certificate_gets_none(persona_id: str) -> None:
    with pytest.raises(NoCertificateError):
        authentication_identity(persona(persona_id))


def test_a_child_has_no_signature_certificate() -> None:
    with pytest.raises(NoCertificateError):
        signature_identity(persona("yamada-ichiro"))
