"""Pictures and QR codes: GS v 0, GS ( L and GS 8 L, ESC *, GS ( k."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from sim.receipt.engine import Engine
from sim.receipt.ink import Picture, Symbol
from sim.receipt.sinks import Collect, Sink, Skip

_BAND_LINES = 24  # pictures are printed as they come, in strips of the head's own height
_STORE_MAX_BYTES = 7089


class Raster:
    """The rows of one GS v 0, printed band by band; what lies beyond the paper is not kept."""

    def __init__(self, engine: Engine, stride: int, lines: int, wide: int, tall: int) -> None:
        self._engine = engine
        self._stride = stride
        self._lines_left = lines
        self._wide, self._tall = wide, tall
        self._columns = min(stride * 8, max(1, engine.layout.width_dots // wide))
        self._kept_stride = (self._columns + 7) // 8
        self._in_row = 0
        self._band = bytearray()

    @property
    def done(self) -> bool:
        return self._lines_left == 0

    def take(self, buffer: bytearray, at: int) -> int:
        n = min(self._stride - self._in_row, len(buffer) - at)
        if self._in_row < self._kept_stride:
            self._band += buffer[at : at + min(n, self._kept_stride - self._in_row)]
        self._in_row += n
        if self._in_row == self._stride:
            self._in_row = 0
            self._lines_left -= 1
            if self._lines_left == 0 or len(self._band) == _BAND_LINES * self._kept_stride:
                lines = len(self._band) // self._kept_stride
                picture = Picture(0, self._columns, lines, bytes(self._band), self._wide, self._tall)
                self._engine.print_picture(picture)
                self._band.clear()
        return n


def raster(engine: Engine, args: bytes) -> Sink | None:
    """GS v 0 m xL xH yL yH, x in bytes, y in dots; m doubles across (bit 0) and along (bit 1)."""
    if args[0] != 0x30:
        engine.refuse()
        return None
    m, stride, lines = args[1], args[2] | args[3] << 8, args[4] | args[5] << 8
    if stride * lines == 0:
        return None
    if not engine.layout.at_line_start or m % 48 > 3:
        engine.refuse()
        return Skip(stride * lines)
    return Raster(engine, stride, lines, 1 + (m & 1), 1 + (m >> 1 & 1))


_COLUMN_MODES = {0: (1, 2, 3), 1: (1, 1, 3), 32: (3, 2, 1), 33: (3, 1, 1)}  # bytes a column, wide, tall


def bit_image(engine: Engine, args: bytes) -> Sink | None:
    """ESC * m nL nH: n columns of 8 or 24 dots, top bit uppermost, placed like a character."""
    columns = args[1] | args[2] << 8
    if args[0] not in _COLUMN_MODES:
        engine.refuse()
        return None
    depth, wide, tall = _COLUMN_MODES[args[0]]

    def place(data: bytes) -> None:
        layout = engine.layout
        shown = min(columns, (layout.width_dots - layout.x_dots) // wide)
        if shown <= 0:
            engine.refuse()
            return
        lines = bytearray()
        for bit in range(8 * depth):
            column_byte, mask = bit >> 3, 0x80 >> (bit & 7)
            ones = "".join("1" if byte & mask else "0" for byte in data[column_byte : shown * depth : depth])
            lines += int(ones.ljust((shown + 7) // 8 * 8, "0"), 2).to_bytes((shown + 7) // 8, "big")
        layout.place(Picture(layout.x_dots, shown, 8 * depth, bytes(lines), wide, tall))

    return Collect(columns * depth, place) if columns else None


def graphics(engine: Engine, data: bytes) -> None:
    """GS ( L / GS 8 L: function 112 keeps a raster picture, 2 and 50 print it; others do nothing here."""
    function = data[1] if len(data) >= 2 else -1
    if function == 112:
        engine.graphics = _stored(data)
        if engine.graphics is None:
            engine.refuse()
    elif function in (2, 50):
        _print_stored(engine)


def _stored(data: bytes) -> Picture | None:
    """m fn a bx by c xL xH yL yH d1..dk, monochrome in the first colour; None if it is not that."""
    if len(data) < 10 or data[2] != 48 or data[5] != 49:
        return None
    wide, tall = data[3], data[4]
    columns, lines = data[6] | data[7] << 8, data[8] | data[9] << 8
    fits = len(data) - 10 == (columns + 7) // 8 * lines
    if wide not in (1, 2) or tall not in (1, 2) or columns * lines == 0 or not fits:
        return None
    return Picture(0, columns, lines, data[10:], wide, tall)


def _print_stored(engine: Engine) -> None:
    picture, engine.graphics = engine.graphics, None
    if picture is None or not engine.layout.at_line_start:
        engine.refuse()
        return
    columns = min(picture.columns, max(1, engine.layout.width_dots // picture.wide))
    stride, kept = picture.stride, (columns + 7) // 8
    for top in range(0, picture.lines, _BAND_LINES):
        rows = range(top, min(top + _BAND_LINES, picture.lines))
        band = b"".join(picture.data[row * stride : row * stride + kept] for row in rows)
        engine.print_picture(Picture(0, columns, len(rows), band, picture.wide, picture.tall))


def qr_code(engine: Engine, data: bytes) -> None:
    """GS ( k: QR code functions (cn 49); other symbologies are read and not printed."""
    if len(data) < 3 or data[0] != 49:
        return
    act = _QR_FUNCTIONS.get(data[1])
    if act is not None:
        act(engine, data[2:])


def _module(engine: Engine, args: bytes) -> None:
    if 1 <= args[0] <= 16:
        engine.qr_module_dots = args[0]
    else:
        engine.refuse()


def _level(engine: Engine, args: bytes) -> None:
    if 48 <= args[0] <= 51:
        engine.qr_level = "LMQH"[args[0] - 48]
    else:
        engine.refuse()


def _store(engine: Engine, args: bytes) -> None:
    if args[0] == 48 and 1 < len(args) <= _STORE_MAX_BYTES + 1:
        engine.qr_data = args[1:]
    else:
        engine.refuse()


def _print_symbol(engine: Engine, _: bytes) -> None:
    version = smallest_version(engine.qr_data, engine.qr_level)
    if version is None or not engine.layout.at_line_start:
        engine.refuse()
        return
    symbol = Symbol(0, engine.qr_module_dots, version, engine.qr_level, engine.qr_data)
    if symbol.width_dots > engine.layout.width_dots:
        engine.refuse()
    else:
        engine.print_picture(symbol)


_QR_FUNCTIONS: dict[int, Callable[[Engine, bytes], None]] = {
    67: _module,
    69: _level,
    80: _store,
    81: _print_symbol,
}


def smallest_version(data: bytes, level: str) -> int | None:
    """The smallest QR version (1..40) that holds `data` at an error correction level; None for none."""
    if not data:
        return None
    main = importlib.import_module("qrcode.main")  # untyped, and costly to import: only when needed
    constants = importlib.import_module("qrcode.constants")
    overflow: type[Exception] = importlib.import_module("qrcode.exceptions").DataOverflowError
    code = main.QRCode(error_correction=getattr(constants, f"ERROR_CORRECT_{level}"))
    code.add_data(data)
    try:
        return int(code.best_fit(start=1))
    except (overflow, ValueError):  # past version 40 the package raises either of the two
        return None
