"""Finding the field of cells: from the 2D code to the corner marks, from those to every small mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from device.press.full import field, sides
from device.press.full.label import Label, NoLabel, code_of
from device.press.full.sheet import DPI_MAX, DPI_MIN, Sheet
from device.press.reading.scan import Scan, Unreadable, moved, projection, sampled, similarity, softened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CORNER_REACH: Final = 12.0
"""Cells around the place that the 2D code foretells: it is small, and a degree's error grows with the distance."""
NODE_REACH: Final = 1.5
CELL_PIXELS: Final = 4
"""To a cell: a scan at 300 dpi, which is enough."""
LIKENESS_MIN: Final = 0.5
"""Correlation with a mark; cells that carry data hardly ever come to more than 0.4."""

_STEPS: Final = (0.5, 0.125)
"""Cells between the places that are tried, first everywhere and then around the best."""


@dataclass(frozen=True)
class Found:
    """A label, and where its 2D code lies: corners in pixels, top left first, clockwise as it is read."""

    label: Label
    corners: NDArray[np.float64]


def find_label(scan: Scan) -> Found:
    """Raises `Unreadable`."""
    import numpy as np

    try:
        import zxingcpp
    except ImportError:
        raise Unreadable("2D codes cannot be read here", "install madoguchi[verify]") from None

    why = "no 2D code is to be seen"
    picture = np.ascontiguousarray((scan.grey * 255).astype(np.uint8))
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        try:
            label = Label.from_bytes(code.bytes)
        except NoLabel as no:
            why = str(no)
            continue
        if not DPI_MIN <= label.dpi <= DPI_MAX:
            why = f"it was pressed at {label.dpi} dpi"
            continue
        at = code.position
        corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
        return Found(label, np.array([(corner.x, corner.y) for corner in corners], np.float64))
    raise Unreadable(f"no certificate's back: {why}", "scan the whole back at 300 dpi or more")


def find_cells(scan: Scan, found: Found) -> tuple[NDArray[np.bool_], float]:
    """The field's cells, true is black, and the scan's pixels to a cell. Raises `Unreadable`."""
    import numpy as np

    rough = similarity(_code_corners(found.label), found.corners)
    cell = float(np.hypot(rough[0, 0], rough[1, 0]))
    grey = scan.grey
    if cell >= 2 * CELL_PIXELS:  # finer than need be: only slower
        shrink = int(cell // CELL_PIXELS)
        grey, rough = _shrunk(grey, shrink), np.diag([1 / shrink, 1 / shrink, 1.0]) @ rough
    grey = softened(grey, CELL_PIXELS / 2)
    marks = np.array(field.corners())
    seen, likeness = _best(grey, rough, marks, _template(field.CORNER), CORNER_REACH)
    if likeness.min() < LIKENESS_MIN:
        raise Unreadable("the scramble image's corner marks are not to be seen", "scan the whole back, unfolded")
    exact = projection(marks, seen)
    nodes = field.nodes()
    places, likeness = _best(grey, exact, nodes.reshape(-1, 2), _template(field.NODE), NODE_REACH)
    shift = (places - moved(exact, nodes.reshape(-1, 2))).reshape(nodes.shape)
    shift = _filled(shift, (likeness >= LIKENESS_MIN).reshape(nodes.shape[:2]))
    columns, rows = np.meshgrid(np.arange(field.COLUMNS) + 0.5, np.arange(field.ROWS) + 0.5)
    centres = moved(exact, np.stack([columns, rows], axis=-1)) + _spread(shift)
    values = sampled(grey, centres)
    return values < softened(values, 2 * field.CORNER + 1), cell


def _shrunk(grey: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    """Squares of by × by pixels become one, the mean."""
    import numpy as np

    rows, columns = (side // by for side in grey.shape)
    squares = grey[: rows * by, : columns * by].reshape(rows, by, columns, by)
    return np.asarray(squares.mean(axis=(1, 3), dtype=np.float32))


def _code_corners(label: Label) -> NDArray[np.float64]:
    """The 2D code's corners, in the field's cells."""
    import numpy as np

    sheet, modules = Sheet(label.dpi), len(code_of(label))
    left, top = sides.code_at(sheet, modules)
    side = modules * sides.module_dots(sheet, modules)
    dots = np.array([(left, top), (left + side, top), (left + side, top + side), (left, top + side)], np.float64)
    return np.asarray((dots - np.array(sides.field_at(sheet))) / (field.CELL_UNITS * sheet.unit))


def _template(side: int) -> NDArray[np.float64]:
    """A mark with the white border that it has: 1 is white."""
    import numpy as np

    return np.pad(1.0 - field.rings(side), 1, constant_values=1.0)


def _best(
    grey: NDArray[np.float32],
    matrix: NDArray[np.float64],
    marks: NDArray[np.float64],
    template: NDArray[np.float64],
    reach: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each mark is really seen, in pixels, and how like it is there."""
    import numpy as np

    places, likeness = [], []
    for mark in marks:
        best, around = mark, reach
        value = 0.0
        for step in _STEPS:
            best, value = _around(grey, matrix, best, template, around, step)
            around = step
        places.append(moved(matrix, best))
        likeness.append(value)
    return np.array(places), np.array(likeness)


def _around(
    grey: NDArray[np.float32],
    matrix: NDArray[np.float64],
    mark: NDArray[np.float64],
    template: NDArray[np.float64],
    reach: float,
    step: float,
) -> tuple[NDArray[np.float64], float]:
    """The best place near `mark`, in cells."""
    import numpy as np

    side = len(template)
    offsets = np.arange(-reach, reach + step / 2, step)
    across, down = np.meshgrid(offsets, offsets)
    tries = mark + np.stack([across, down], axis=-1).reshape(-1, 2)
    grid = np.arange(side) - (side - 1) / 2
    columns, rows = np.meshgrid(grid, grid)
    cells = tries[:, None, None, :] + np.stack([columns, rows], axis=-1)
    seen = sampled(grey, moved(matrix, cells)).reshape(len(tries), -1).astype(np.float64)
    wanted = template.reshape(-1) - template.mean()
    seen -= seen.mean(axis=1, keepdims=True)
    likeness = seen @ wanted / (np.linalg.norm(seen, axis=1) * np.linalg.norm(wanted) + 1e-9)
    best = int(likeness.argmax())
    return tries[best], float(likeness[best])


def _filled(shift: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shifts of marks that were not seen (a stain, a hole): the mean of their neighbours, as far as it takes."""
    import numpy as np

    shift, known = np.where(known[..., None], shift, 0.0), known.copy()
    while known.any() and not known.all():
        weight, total = np.zeros(known.shape), np.zeros(shift.shape)
        for down, across in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            near = np.roll(known, (down, across), axis=(0, 1))
            if down:
                near[0 if down > 0 else -1] = False
            if across:
                near[:, 0 if across > 0 else -1] = False
            weight += near
            total += np.where(near[..., None], np.roll(shift, (down, across), axis=(0, 1)), 0.0)
        fresh = ~known & (weight > 0)
        shift[fresh] = total[fresh] / weight[fresh][:, None]
        known |= fresh
    return shift


def _spread(shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """The marks' shifts for every cell: bilinear between marks, level beyond the outermost."""
    import numpy as np

    rows, columns = shift.shape[:2]
    down = np.clip((np.arange(field.ROWS) - field.PITCH) / field.PITCH, 0, rows - 1 - 1e-9)
    across = np.clip((np.arange(field.COLUMNS) - field.PITCH) / field.PITCH, 0, columns - 1 - 1e-9)
    top, left = down.astype(int), across.astype(int)
    low, right = (down - top)[:, None, None], (across - left)[None, :, None]
    grid = shift[top][:, left] * (1 - low) + shift[top + 1][:, left] * low
    next_grid = shift[top][:, left + 1] * (1 - low) + shift[top + 1][:, left + 1] * low
    return np.asarray(grid * (1 - right) + next_grid * right)
