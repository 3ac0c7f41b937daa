"""The drawings for ③: how a card is laid, and cards that cannot be used. Our own lines, no word, no real design.

The screen's wire carries their ids (docs/screen.md); a screen fetches the drawing once and keeps it.
"""

from __future__ import annotations

from typing import Final

_SIZE: Final = (240, 160)

_GOOD, _BAD = "#2c7a4b", "#b4461e"
_INK, _SOFT, _LINE = "#27343a", "#83929a", "#cfd8d9"


def _badge(colour: str, stroke: str) -> str:
    return (
        f'<circle cx="207" cy="127" r="25" fill="{colour}" stroke="#fff" stroke-width="5"/>'
        f'<path d="{stroke}" stroke="#fff" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>'
    )


_RIGHT: Final = _badge(_GOOD, "m196 127 8 9 14-17")
_WRONG: Final = _badge(_BAD, "m198 118 18 18m0-18-18 18")


def _lines(colour: str, *runs: tuple[int, int, int]) -> str:
    """Lines of writing nobody can read: (x, y, length)."""
    drawn = "".join(f"M{x} {y}h{length}" for x, y, length in runs)
    return f'<path d="{drawn}" stroke="{colour}" stroke-width="5" stroke-linecap="round"/>'


def _plate(fill: str, edge: str) -> str:
    """A card's body, with the corners of ISO/IEC 7810 ID-1."""
    return f'<rect x="22" y="20" width="196" height="124" rx="9" fill="{fill}" stroke="{edge}" stroke-width="3"/>'


def _portrait(x: int, y: int, ground: str, person: str) -> str:
    """A passport photograph, 48 by 60."""
    return (
        f'<rect x="{x}" y="{y}" width="48" height="60" rx="3" fill="{ground}"/>'
        f'<circle cx="{x + 24}" cy="{y + 22}" r="11" fill="{person}"/>'
        f'<path d="M{x + 4} {y + 60}c0-15 8-23 20-23s20 8 20 23z" fill="{person}"/>'
    )


_CHIP: Final = (
    '<rect x="40" y="58" width="42" height="34" rx="6" fill="#e3c169" stroke="#a98932" stroke-width="2.5"/>'
    '<path d="M40 69h14v12H40m42-12H68v12h14M54 58v34m14-34v34" fill="none" stroke="#a98932" stroke-width="2"/>'
)

_FRONT: Final = (
    _plate("#fdf3f4", _INK)
    + '<path d="M23 54V29q0-8 8-8h178q8 0 8 8v25z" fill="#f3c9d2"/>'
    + _lines("#b26b7c", (38, 38, 56), (150, 38, 50))
    + _portrait(38, 70, "#dfe9ec", "#6d8790")
    + _lines(_SOFT, (102, 76, 98), (102, 94, 72), (102, 112, 86), (102, 128, 48))
)
"""The side with the photograph, in the colours of the season."""

_BACK: Final = (
    _plate("#fdf3f4", _INK) + _CHIP + _lines(_SOFT, (100, 44, 98), (100, 66, 60), (100, 88, 82), (40, 118, 158))
)

_TRAY: Final = (
    f'<rect x="6" y="6" width="228" height="148" rx="16" fill="#3a4a51" stroke="{_INK}" stroke-width="4"/>'
    '<rect x="26" y="20" width="188" height="120" rx="10" fill="#e9eeee"/>'
)


def _at(scale: float, x: float, y: float, drawn: str) -> str:
    return f'<g transform="translate({x} {y}) scale({scale})">{drawn}</g>'


_DRAWN: Final = {
    "card_in_the_middle": _TRAY
    + f'<path d="M120 14v14m0 104v14M20 80h14m172 0h14" stroke="{_GOOD}" stroke-width="5" stroke-linecap="round"/>'
    + _at(0.74, 31.2, 19.3, _FRONT)
    + _RIGHT,
    "front_side_up": _at(0.56, 114, -7, _BACK)
    + f'<path d="m147 20 74 42m0-42-74 42" stroke="{_BAD}" stroke-width="6" stroke-linecap="round"/>'
    + _at(0.84, 4, 24, _FRONT)
    + _RIGHT,
    "notification_card": '<path d="M22 20h168l28 28v96H22z" fill="#eef5e4" stroke="#27343a" stroke-width="3"'
    ' stroke-linejoin="round"/>'
    '<path d="M190 20v28h28" fill="#d5e3c2" stroke="#27343a" stroke-width="3" stroke-linejoin="round"/>'
    + _lines("#7f9a5c", (40, 42, 84))
    + _lines(_SOFT, (40, 66, 150), (40, 84, 120), (40, 102, 136), (40, 120, 86))
    + _WRONG,
    "juki_card": _plate("#e3eef8", _INK)
    + '<path d="M23 120c46-34 84 8 194-30v45q0 8-8 8H31q-8 0-8-8z" fill="#c3daee"/>'
    + _lines("#5480a8", (40, 40, 92))
    + _CHIP
    + _portrait(152, 46, "#f6f8f9", "#6d8790")
    + _WRONG,
    "city_card": _plate("#fbeed2", _INK)
    + '<path d="m40 66 36-26 36 26zM46 72h60v6H46zm6 10h10v34H52zm19 0h10v34H71zm19 0h10v34H90zM44 120h64v7H44z"'
    ' fill="#8a6a2c"/>'
    '<circle cx="160" cy="76" r="29" fill="none" stroke="#b3372f" stroke-width="6"/>'
    '<path d="M145 67h30m-15-11v40m-15-10h30" fill="none" stroke="#b3372f" stroke-width="5" stroke-linecap="round"/>'
    + _WRONG,
    "expired_card": f'<g opacity=".45">{_FRONT}</g>'
    + '<rect x="92" y="44" width="92" height="84" rx="8" fill="#fff" stroke="#27343a" stroke-width="4"/>'
    '<path d="M94 66V52q0-6 6-6h76q6 0 6 6v14z" fill="#b4461e"/>'
    '<path d="M114 36v16m48-16v16" stroke="#27343a" stroke-width="6" stroke-linecap="round"/>'
    + f'<path d="M106 80h12m14 0h12m14 0h12m-64 16h12m14 0h12" stroke="{_LINE}" stroke-width="9"/>'
    '<path d="M106 112h12" stroke="#cfd8d9" stroke-width="9"/>'
    + _WRONG,
}

PICTURES: Final = tuple(_DRAWN)
"""The ids of all drawings."""


def svg(picture: str) -> str:
    """A drawing as a whole SVG document, 3:2, that needs nothing else. Raises KeyError for an unknown id."""
    width, height = _SIZE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' fill="none">{_DRAWN[picture]}</svg>'
    )
