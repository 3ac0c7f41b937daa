"""A certificate's back, and if it is there its front, taken apart: what the paper says and whether it is true."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from device.press.full import field as cells
from device.press.full.label import Label
from device.press.full.picture import developed
from device.press.full.scramble import WrongKey, noise, unscrambled
from device.press.full.sheet import A4_MM, Sheet
from device.press.reading.align import laid_over
from device.press.reading.compare import Difference, differences
from device.press.reading.keys import KeySource
from device.press.reading.locate import find_cells, find_label
from device.press.reading.scan import Scan, Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOISE_SCALE: Final = 3


@dataclass(frozen=True)
class Verdict:
    """What was found.

    signed: the centre's signature in the 2D code is good, and of this document
    decoded: the key opened the scramble image; else `picture` is the noise that it makes
    picture: darkness of the decoded front · front: darkness of the scanned front in the same pixels, None without one
    mended: bytes of the scramble image that had to be put right
    """

    label: Label
    signed: bool
    decoded: bool
    mended: int
    picture: NDArray[np.float32] = field(repr=False)
    front: NDArray[np.float32] | None = field(default=None, repr=False)
    differences: tuple[Difference, ...] = ()

    @property
    def holds(self) -> bool:
        """Nothing speaks against this certificate."""
        return self.signed and self.decoded and not self.differences


def judge(back: Scan, front: Scan | None, key_of: KeySource) -> Verdict:
    """Raises `Unreadable`, and whatever `key_of` raises."""
    import numpy as np

    found = find_label(back)
    field_cells, cell_pixels = find_cells(back, found)
    payload, mended, lost = cells.empty(field_cells)
    if lost:
        raise Unreadable(
            f"{lost} of {cells.BLOCKS} blocks of the scramble image are beyond repair",
            "scan it again, flat and clean, at 300 dpi or more",
        )
    key, label = key_of(found.label.document), found.label
    signed = _signed(label, key.public_key) and (label.sha256, label.sheets) == (key.sha256, key.sheets)
    try:
        image = developed(unscrambled(payload, key.scramble_key, label))
    except WrongKey:
        image = None
    if image is None:
        return Verdict(label, signed, decoded=False, mended=mended, picture=_noise(payload, key.scramble_key, label))
    picture = 1 - np.asarray(image, np.float32) / np.float32(255)
    if front is None:
        return Verdict(label, signed, decoded=True, mended=mended, picture=picture)
    sheet = Sheet(label.dpi)
    scan_dpi = cell_pixels * sheet.dpi / (cells.CELL_UNITS * sheet.unit)
    laid = laid_over(front, picture, scan_dpi)
    return Verdict(
        label, signed, decoded=True, mended=mended, picture=picture, front=laid,
        differences=tuple(differences(laid, picture)),
    )  # fmt: skip


def _signed(label: Label, public_key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(label.signature, label.signed)
    except InvalidSignature:
        return False
    return True


def _noise(payload: bytes, key: bytes, label: Label) -> NDArray[np.float32]:
    """What a wrong key makes of the field, as a sheet of black and white."""
    import numpy as np

    bits = np.unpackbits(np.frombuffer(noise(payload, key, label), np.uint8))
    columns = int(sqrt(len(bits) * A4_MM[0] / A4_MM[1]))
    whole = np.resize(bits, (ceil(len(bits) / columns), columns)).astype(np.float32)
    return whole.repeat(_NOISE_SCALE, axis=0).repeat(_NOISE_SCALE, axis=1)
