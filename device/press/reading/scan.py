"""A scan as an array, and how a sheet lies in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drivers.errors import KioskError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP")
PIXELS_MAX: Final = 160_000_000
"""A4 at 1200 dpi, and some edge."""
WHITE: Final = 255.0


class Unreadable(KioskError):
    """Raised when a scan shows nothing that could be verified; the message says what to do."""

    def __init__(self, cause: str, hint: str) -> None:
        super().__init__(f"{cause}; {hint}")


@dataclass(frozen=True)
class Scan:
    """grey: rows × columns, 0 is black, 1 is white."""

    grey: NDArray[np.float32] = field(repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.grey.shape[1], self.grey.shape[0]


def load(path: Path) -> Scan:
    """Raises `Unreadable` for what is no picture or too large a one, and OSError."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    with path.open("rb") as file:
        try:
            image = Image.open(file, formats=FORMATS)
            if image.width * image.height > PIXELS_MAX:
                raise Unreadable(f"{path} has {image.width} × {image.height} pixels", "scan at 300 to 600 dpi")
            grey = image.convert("L")
        except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError):
            raise Unreadable(f"{path} is no picture", f"give a scan as {', '.join(FORMATS)}") from None
    return Scan(np.asarray(grey, np.float32) / np.float32(WHITE))


def sampled(grey: NDArray[np.float32], points: NDArray[np.float64]) -> NDArray[np.float32]:
    """The values at points (… × (x, y), pixel (0, 0) covers 0 to 1), between pixels bilinear; white outside."""
    import numpy as np

    rows, columns = grey.shape
    x, y = points[..., 0] - 0.5, points[..., 1] - 0.5
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right_share, low_share = (x - left).astype(np.float32), (y - top).astype(np.float32)
    inside = (left >= 0) & (top >= 0) & (left < columns - 1) & (top < rows - 1)
    left, top = np.where(inside, left, 0), np.where(inside, top, 0)
    upper = grey[top, left] * (1 - right_share) + grey[top, left + 1] * right_share
    lower = grey[top + 1, left] * (1 - right_share) + grey[top + 1, left + 1] * right_share
    return np.where(inside, upper * (1 - low_share) + lower * low_share, np.float32(1.0)).astype(np.float32)


def softened(grey: NDArray[np.float32], side: float) -> NDArray[np.float32]:
    """The mean over squares of about `side` pixels; few of them, so shifted sums are quick enough."""
    import numpy as np

    reach = max(0, round((side - 1) / 2))
    if reach == 0:
        return grey
    rows, columns = grey.shape
    wide = np.pad(grey, reach, mode="edge")
    across = wide[:, :columns].copy()
    for at in range(1, 2 * reach + 1):
        across += wide[:, at : at + columns]
    out = across[:rows].copy()
    for at in range(1, 2 * reach + 1):
        out += across[at : at + rows]
    return np.asarray(out / np.float32((2 * reach + 1) ** 2))


def warped(grey: NDArray[np.float32], matrix: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float32]:
    """The array through an affine matrix (from new pixels to old), between pixels bilinear; 0 outside."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(grey)
    turned = image.transform(
        (columns, rows), Image.Transform.AFFINE, tuple(matrix[:2].reshape(-1)), Image.Resampling.BILINEAR, fillcolor=0
    )
    return np.asarray(turned, np.float32)


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 3 × 3 matrix that turns, scales and moves points (n × 2) best onto others (least squares)."""
    import numpy as np

    rows = []
    for x, y in source:
        rows += [[x, -y, 1, 0], [y, x, 0, 1]]
    a, b, dx, dy = np.linalg.lstsq(np.array(rows), target.reshape(-1), rcond=None)[0]
    return np.array([[a, -b, dx], [b, a, dy], [0, 0, 1.0]])


def projection(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 3 × 3 matrix that takes four points exactly onto four others."""
    import numpy as np

    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1.0).reshape(3, 3)


def moved(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (… × 2) through a 3 × 3 matrix."""
    import numpy as np

    x, y = points[..., 0], points[..., 1]
    ahead = [row[0] * x + row[1] * y + row[2] for row in matrix]
    return np.stack([ahead[0] / ahead[2], ahead[1] / ahead[2]], axis=-1)
