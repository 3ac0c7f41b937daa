"""Keys for mutual TLS between kiosk and centre: an authority, the centre's certificate, one per terminal.

Made anew at every start and good for nothing else; their validity is by the machine's clock, not by the
wall of the simulated world, because TLS itself looks there. Layout: RFC 5280 section 4.2.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sim.pki import centre_signing_key

LIFE: Final = timedelta(days=365)
SLACK: Final = timedelta(days=1)
"""How far a controller's clock may lag behind ours."""
HOSTS: Final = ("localhost", "127.0.0.1", "::1")
ORGANIZATION: Final = "Madoguchi simulation"


@dataclass(frozen=True, slots=True)
class ClientFiles:
    """What a terminal is given, as PEM files: its certificate, its key (mode 0600), the centre's authority, and the
    public key that the centre signs documents with."""

    certificate: Path
    key: Path
    authority: Path
    signing_key: Path


class TlsMaterial:
    """An authority of its own, in memory, and what it has signed.

    hosts: names and addresses the server's certificate is for
    """

    def __init__(self, hosts: Sequence[str] = HOSTS) -> None:
        self._now = datetime.now(UTC)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Certificate authority")
        self.authority = self._sign(self._name, self._key.public_key(), _AUTHORITY)
        self._hosts = tuple(hosts)

    def server_context(self) -> ssl.SSLContext:
        """TLS 1.3 and newer, for clients with a certificate of this authority alone."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=_pem(self.authority).decode("ascii"))
        context.num_tickets = 0  # every connection shows its certificate
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([_general_name(host) for host in self._hosts])
        certificate = self._sign(_name(self._hosts[0]), key.public_key(), (*_SERVER, (names, False)))
        with tempfile.TemporaryDirectory(prefix="madoguchi-tls-") as folder:  # mode 0700; OpenSSL reads files alone
            pair = Path(folder) / "server.pem"
            _write_private(pair, _key_pem(key) + _pem(certificate))
            context.load_cert_chain(pair)
        return context

    def write_client(self, folder: Path, terminal: str = "terminal") -> ClientFiles:
        """A new certificate for a terminal, with its key and the authority, in a folder that exists.

        Raises OSError where files of these names lie already, or cannot be made.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(_name(terminal), key.public_key(), _CLIENT)
        names = (f"{terminal}.pem", f"{terminal}.key", "authority.pem", "centre.pub")
        files = ClientFiles(*(folder / name for name in names))
        _write_private(files.key, _key_pem(key))
        files.certificate.write_bytes(_pem(certificate))
        files.authority.write_bytes(_pem(self.authority))
        public = centre_signing_key().public_key()
        files.signing_key.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        return files

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, extensions: Sequence[tuple[x509.ExtensionType, bool]]
    ) -> x509.Certificate:
        ours = self._key.public_key()
        builder = x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=key,
            serial_number=x509.random_serial_number(),
            not_valid_before=self._now - SLACK,
            not_valid_after=self._now + LIFE,
        )
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ours), critical=False)
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self._key, SHA256())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


_AUTHORITY: Final = (
    (x509.BasicConstraints(ca=True, path_length=0), True),
    (_usage(signs_certificates=True), True),
)
_END: Final = (
    (x509.BasicConstraints(ca=False, path_length=None), True),
    (_usage(signs_certificates=False), True),
)
_SERVER: Final = (*_END, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False))
_CLIENT: Final = (*_END, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False))


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_private(path: Path, data: bytes) -> None:
    """Readable for its owner alone from the first moment."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
