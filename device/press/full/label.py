"""What the 2D code says: which document this is, which sheet of it, and the centre's signature.

Bytes, in this order: `MG2`; the sheet's number and how many there are; the printer's resolution (2 bytes); id, request
and 発行番号, each with a byte of length before it; the SHA-256 of the municipality's PDF (32); the Ed25519 signature
over `id|request|sha256|発行番号` (64; docs/centre.md). Some 170 bytes: QR version 9 or 10 at level M.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from device.press.signature import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC: Final = b"MG2"
_SHA256_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_TEXT: Final = re.compile(rb"[!-~]{1,100}")
QUIET: Final = 4
"""White modules around the code (ISO/IEC 18004 §9.1)."""


class NoLabel(ValueError):
    """Raised when bytes are no label of ours."""


@dataclass(frozen=True)
class Label:
    """sheet: from 1 to `sheets`. dpi: of the printer, which the sheet's measures follow."""

    document: str
    request: str
    bundle: str
    sha256: str
    signature: bytes = field(repr=False)
    sheet: int
    sheets: int
    dpi: int

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return words(self.document, self.request, self.sha256, self.bundle)

    def to_bytes(self) -> bytes:
        """As it stands in the code."""
        texts = [text.encode("ascii") for text in (self.document, self.request, self.bundle)]
        return b"".join(
            [
                _MAGIC,
                bytes((self.sheet, self.sheets)),
                self.dpi.to_bytes(2, "big"),
                *(bytes((len(text),)) + text for text in texts),
                bytes.fromhex(self.sha256),
                self.signature,
            ]
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Label:
        """Read it strictly. Raises `NoLabel`."""
        if data[:3] != _MAGIC:
            raise NoLabel("another kind of 2D code")
        sheet, sheets, dpi, rest = data[3:4], data[4:5], data[5:7], data[7:]
        texts = []
        for _ in range(3):
            length = rest[:1]
            text, rest = rest[1 : 1 + int.from_bytes(length, "big")], rest[1 + int.from_bytes(length, "big") :]
            if _TEXT.fullmatch(text) is None:
                raise NoLabel("its texts are not of the form agreed")
            texts.append(text.decode("ascii"))
        if len(rest) != _SHA256_BYTES + _SIGNATURE_BYTES:
            raise NoLabel(f"{len(rest)} bytes of digest and signature")
        label = cls(
            document=texts[0],
            request=texts[1],
            bundle=texts[2],
            sha256=rest[:_SHA256_BYTES].hex(),
            signature=rest[_SHA256_BYTES:],
            sheet=int.from_bytes(sheet, "big"),
            sheets=int.from_bytes(sheets, "big"),
            dpi=int.from_bytes(dpi, "big"),
        )
        if not 1 <= label.sheet <= label.sheets:
            raise NoLabel(f"sheet {label.sheet} of {label.sheets}")
        return label


def code_of(label: Label) -> NDArray[np.bool_]:
    """The label as a QR code (ISO/IEC 18004), level M, without its quiet zone; true is black."""
    import numpy as np
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode
    from qrcode.util import MODE_8BIT_BYTE, QRData

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(QRData(label.to_bytes(), mode=MODE_8BIT_BYTE))
    code.make(fit=True)
    return np.array(code.get_matrix(), np.bool_)
