"""The picture of a piece of paper, dot for dot. Slow next to all the rest: only made when asked."""

from __future__ import annotations

import importlib

from PIL import Image, ImageChops

from sim.receipt.fonts import glyph
from sim.receipt.ink import Item, Picture, Run, Symbol
from sim.receipt.paper import Piece

_INK = 255


def draw(piece: Piece) -> Image.Image:
    """As wide as the head and as long as the piece, mode "L", black 0 on white 255. Raises FontMissing."""
    sheet = Image.new("L", (piece.width_dots, piece.length_dots), 0)
    for row in (*piece.slivers, *piece.rows):
        for item in row.items:
            image = _item(item)
            bottom = row.y_dots + row.height_dots  # sizes of one line stand on one base line
            sheet.paste(_INK, (item.x_dots, bottom - image.height), image)
    return ImageChops.invert(sheet)


def _item(item: Item) -> Image.Image:
    if isinstance(item, Run):
        return _run(item)
    if isinstance(item, Symbol):
        return _symbol(item)
    return _picture(item)


def _run(run: Run) -> Image.Image:
    style = run.style
    strip = Image.new("L", (max(1, run.width_dots // style.wide), style.cell_h_dots), 0)
    cell = style.left_dots + style.cell_w_dots + style.right_dots
    for n, character in enumerate(run.text):
        image = glyph(character, style.kanji, style.cell_w_dots, style.cell_h_dots)
        strip.paste(_INK, (n * cell + style.left_dots, 0), image)
    if style.bold:
        strip.paste(_INK, (1, 0), strip.copy())  # every dot a second time, one to the right
    strip = strip.resize((strip.width * style.wide, style.height_dots), Image.Resampling.NEAREST)
    if style.underline:
        strip.paste(_INK, (0, strip.height - style.underline, strip.width, strip.height))
    return ImageChops.invert(strip) if style.reverse else strip


def _picture(picture: Picture) -> Image.Image:
    image = Image.frombytes("1", (picture.columns, picture.lines), picture.data).convert("L")
    return image.resize((picture.width_dots, picture.height_dots), Image.Resampling.NEAREST)


def _symbol(symbol: Symbol) -> Image.Image:
    main = importlib.import_module("qrcode.main")
    constants = importlib.import_module("qrcode.constants")
    level = getattr(constants, f"ERROR_CORRECT_{symbol.level}")
    code = main.QRCode(version=symbol.version, error_correction=level, border=0)
    code.add_data(symbol.data)
    code.make(fit=False)
    side = len(code.modules)
    modules = bytes(_INK if dark else 0 for row in code.modules for dark in row)
    image = Image.frombytes("L", (side, side), modules)
    return image.resize((symbol.width_dots, symbol.height_dots), Image.Resampling.NEAREST)
