"""What a TLS client shows and whom it believes: files, read anew for each connection.

So a renewed certificate is in force without a restart, and a missing file is a fault of the port like a missing
cable, with the file's name in the message.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from drivers.errors import Disconnected

# Alerts of the other end about what we have shown (RFC 8446 §6.2), as OpenSSL names them after `ALERT_`.
_OURS_REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "CERTIFICATE_REQUIRED": "it wants a certificate and was shown none",
        "UNKNOWN_CA": "it does not know who issued our certificate",
        "BAD_CERTIFICATE": "it finds our certificate bad",
        "UNSUPPORTED_CERTIFICATE": "it does not take our kind of certificate",
        "CERTIFICATE_REVOKED": "our certificate is revoked",
        "CERTIFICATE_EXPIRED": "our certificate has expired",
        "CERTIFICATE_UNKNOWN": "it does not accept our certificate",
        "ACCESS_DENIED": "our certificate gives no access there",
        "DECRYPT_ERROR": "our certificate and our signature do not fit together",
    }
)
_NOT_SPOKEN = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE")
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNEXPECTED_MESSAGE")


@dataclass(frozen=True)
class TlsFiles:
    """PEM files, and the oldest version of TLS that will do.

    certificate, key: ours, both or neither; the key without a password
    authority: the only issuer of the other end's certificate that is believed; None for the system's own list, which
        is for printers (ipps) alone: without the centre's authority no kiosk loads (`device.config.kiosk.MUTUAL_TLS`)
    The other end's certificate must bear its host's name, always.
    """

    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3

    def context(self, port: str) -> ssl.SSLContext:
        """A client's context for one connection. Raises `Disconnected` naming the file that is wrong."""
        for path in (self.certificate, self.key, self.authority):
            if path is not None:
                _readable(path, port)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks certificate and host name
        context.minimum_version = self.oldest
        if self.authority is None:
            context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        else:
            try:
                context.load_verify_locations(cafile=self.authority)
            except ssl.SSLError:
                cause = f"the authority's file {self.authority} holds no certificate"
                raise Disconnected(port, "open", cause, "put the authority's certificate there, as PEM") from None
        if self.certificate is not None:
            try:  # an empty password: a key that has one fails instead of asking at a terminal
                context.load_cert_chain(self.certificate, self.key, password="")
            except ssl.SSLError:
                cause = f"the certificate {self.certificate} and the key {self.key} do not make a pair"
                raise Disconnected(port, "open", cause, "put both there, as PEM, the key without a password") from None
        return context

    def words(self, error: ssl.SSLError) -> tuple[str, str]:
        """The cause and the hint for what TLS raised."""
        if isinstance(error, ssl.SSLCertVerificationError):
            believed = f"issued by {self.authority}" if self.authority else "issued by one of the system's authorities"
            return (
                f"its certificate is not accepted: {error.verify_message}",
                f"it must be {believed}, bear the host's name and be in force (is this machine's date right?)",
            )
        reason = error.reason or ""
        alert = reason.rpartition("ALERT_")[2]
        if "ALERT_" in reason and alert in _OURS_REFUSED:
            return f"TLS refused: {_OURS_REFUSED[alert]}", f"check {self._shown()}"
        if alert in _NOT_SPOKEN:
            return "TLS failed: no version and cipher in common", f"it must speak {self.oldest.name.replace('_', '.')}"
        if alert in _NO_TLS:
            return "what answers there does not speak TLS", "check address and port"
        return f"TLS failed ({reason or type(error).__name__})", f"check the other end's log, and {self._shown()}"

    def _shown(self) -> str:
        if self.certificate is None:
            return "that the kiosk has a certificate and a key (none are configured)"
        return f"our certificate {self.certificate}"


def _readable(path: Path, port: str) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        cause = f"the file {path} cannot be read: {error.strerror}"
        raise Disconnected(port, "open", cause, "put it there, readable by the kiosk's user") from None
