"""Makes certificates with JPKI's fields."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from sim.personas import Persona
from sim.personas.eras import era_of
from sim.pki import profile
from sim.pki.material import Authority
from sim.pki.profile import Purpose

CN_ALPHABET = "0123456789ACEGI"
VARIATION_SELECTORS = range(0xE0100, 0xE01F0)


def new_rsa_key() -> rsa.RSAPrivateKey:
    """RSA-2048, e = 65537, as on every card."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def identifier(persona: Persona, purpose: Purpose) -> str:
    """A common name of JPKI's shape: 23 characters, the municipality's code in the 15th to the 19th
    (seen on a test card: `997794E9AGCIEG` `13221` `003A`). The same for the same persona, always."""
    digest = hashlib.sha256(f"{purpose}:{persona.id}".encode()).digest()
    letters = "".join(CN_ALPHABET[byte % len(CN_ALPHABET)] for byte in digest[:14])
    return f"{letters}{persona.municipality}001A"


def serial_number(persona: Persona, purpose: Purpose) -> int:
    """Four bytes, positive and of constant length (seen: `0705d990`)."""
    digest = hashlib.sha256(f"serial:{purpose}:{persona.id}:{persona.card.issued}".encode()).digest()
    return 0x0100_0000 | int.from_bytes(digest[:4], "big") & 0x07FF_FFFF


def root_certificate(purpose: Purpose, generation: int, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """The self-signed root of one generation."""
    facts, name = profile.GENERATIONS[generation], profile.authority_name(purpose)
    return (
        x509.CertificateBuilder(issuer_name=name, subject_name=name)
        .public_key(key.public_key())
        .serial_number(facts.serial)
        .not_valid_before(profile.office_opens(facts.not_before))
        .not_valid_after(profile.day_ends(facts.not_after))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DirectoryName(profile.SERVICE_NAME)]), critical=False
        )
        .add_extension(_crl_point(name), critical=False)
        .sign(key, SHA256())
    )


def holder_certificate(
    purpose: Purpose, persona: Persona, authority: Authority, key: rsa.RSAPrivateKey
) -> x509.Certificate:
    """The holder's certificate: 利用者証明用 with neither name nor address, or 署名用 with both.

    What stands in the real ones' CRLDP, AIA and EKU is not public (?).
    """
    issuer, place = authority.certificate, profile.PLACES[persona.municipality]
    signs = purpose == "signature"
    policy = profile.POLICY[purpose]
    if signs and persona.card.kind != "my_number":
        policy = profile.PHONE_SIGNATURE_POLICY
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (_key_usage(digital_signature=True, content_commitment=signs), True),
        (x509.CertificatePolicies([x509.PolicyInformation(policy, [profile.CPS])]), True),
        (x509.IssuerAlternativeName([x509.DirectoryName(profile.SERVICE_NAME)]), False),
        (_crl_point(profile.crl_name(purpose, place)), False),
        (_ocsp(profile.OCSP[purpose]), False),
        (_issuers_key(issuer), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]
    if signs:
        extensions.append((_resident(persona), False))
    else:
        extensions.append((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False))
    builder = (
        x509.CertificateBuilder(issuer_name=issuer.subject, subject_name=_subject(purpose, persona))
        .public_key(key.public_key())
        .serial_number(serial_number(persona, purpose))
        .not_valid_before(profile.office_opens(persona.card.issued))
        .not_valid_after(profile.day_ends(persona.card.expires))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(authority.key, SHA256())


def _issuers_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """Which of the generations' keys signed it: all of them bear the same name, so that key and serial tell."""
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    return x509.AuthorityKeyIdentifier(identifier, [x509.DirectoryName(issuer.subject)], issuer.serial_number)


def _ocsp(url: str) -> x509.AuthorityInformationAccess:
    where = x509.UniformResourceIdentifier(url)
    return x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)])


def _subject(purpose: Purpose, persona: Persona) -> x509.Name:
    place = profile.PLACES[persona.municipality]
    locality = (
        [(NameOID.LOCALITY_NAME, place.prefecture_latin), (NameOID.LOCALITY_NAME, place.name_latin)]
        if purpose == "signature"
        else []
    )
    fields = [(NameOID.COUNTRY_NAME, "JP"), *locality, (NameOID.COMMON_NAME, identifier(persona, purpose))]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in fields])


def _resident(persona: Persona) -> x509.SubjectAlternativeName:
    place = profile.PLACES[persona.municipality]
    name, name_marks = _without_variants(persona.name.replace(" ", "\u3000"))
    address, address_marks = _without_variants(place.prefecture + place.name + persona.address)
    birth = f"{era_of(persona.birth)[0]}{persona.birth:%Y%m%d}"
    values = (name, name_marks, profile.SEX_DIGIT[persona.sex], birth, address, address_marks)
    return x509.SubjectAlternativeName(
        [
            x509.OtherName(x509.ObjectIdentifier(f"{profile.RESIDENT}.{number}"), _utf8_der(values[number - 1]))
            for number in profile.RESIDENT_ORDER
        ]
    )


def _without_variants(text: str) -> tuple[str, str]:
    """The text without variation selectors, and a string of 0 and 1: 1 where a character was replaced."""
    plain, marks = "", ""
    for character in text:
        if ord(character) in VARIATION_SELECTORS:
            marks = marks[:-1] + "1"
        else:
            plain, marks = plain + character, marks + "0"
    return plain, marks


def _utf8_der(text: str) -> bytes:
    data = text.encode()
    length = bytes([len(data)]) if len(data) < 0x80 else bytes([0x81, len(data)])
    return b"\x0c" + length + data


def _crl_point(name: x509.Name) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.DirectoryName(name)], None, None, None)
    return x509.CRLDistributionPoints([point])


def _key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
