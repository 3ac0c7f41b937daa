"""An eye, a copier, an infrared camera and a scanner, as arithmetic on dots at 600 dpi (docs/press.md)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from device.press.reading.scan import Scan

Dots = NDArray[np.float32]
"""Darkness: 0 is paper, 1 is solid toner."""
Toners = dict[str, NDArray[np.bool_]]
"""Which dots have which toner."""

EYE_BLUR_DOTS = 10.0
"""0.42 mm: what runs together at an arm's length."""
READING_STEP_DOTS = 6
"""What is read off a sheet is read at 100 dpi."""

COMPOSITE_DARKNESS = 0.97
"""Cyan, magenta and yellow over one another, to black toner's 1."""
MAGENTA_DARKNESS = 0.5
INFRARED_DARKNESS = {"black": 1.0, "composite": 0.03, "magenta": 0.01}
"""At 850 nm carbon is black still, and organic pigments are clear."""

SHOWN = {"black": (35, 31, 32), "composite": (54, 53, 57), "magenta": (237, 2, 140), "paper": (255, 255, 255)}
"""How PDFium shows solid DeviceCMYK."""


@dataclass(frozen=True)
class Copier:
    """blur_dots: of its optics, sigma. clear: darkness taken for dirty paper. full: darkness printed solid."""

    blur_dots: float = 1.6
    clear: float = 0.25
    full: float = 0.65

    def copy(self, dots: Dots) -> Dots:
        """What it prints."""
        return ((blurred(dots, self.blur_dots) - self.clear) / (self.full - self.clear)).clip(0, 1)


def eye(dots: Dots) -> Dots:
    """What is seen at arm's length."""
    return blurred(dots, EYE_BLUR_DOTS)


def blurred(dots: Dots, sigma: float) -> Dots:
    """Gaussian blur, wrapping around at the edges."""
    rows, columns = dots.shape
    down, across = np.fft.fftfreq(rows), np.fft.rfftfreq(columns)
    gain = np.exp(-2 * (np.pi * sigma) ** 2 * (down[:, None] ** 2 + across[None, :] ** 2))
    return np.fft.irfft2(np.fft.rfft2(dots) * gain, s=dots.shape).astype(np.float32)


def toners(picture: Image.Image) -> Toners:
    """Which dot has which toner, by the colour it is shown in."""
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    away = np.stack([np.abs(pixels - np.array(colour)).sum(axis=2) for colour in SHOWN.values()])
    nearest = away.argmin(axis=0)
    return {name: nearest == index for index, name in enumerate(SHOWN)}


def seen(dots: Mapping[str, NDArray[Any]]) -> Dots:
    """How dark toners are to an eye, and to a copier, which sees no more."""
    share = {"black": 1.0, "composite": COMPOSITE_DARKNESS, "magenta": MAGENTA_DARKNESS, "paper": 0.0}
    return _together(dots, share)


def infrared(dots: Mapping[str, NDArray[Any]]) -> Dots:
    """How dark toners are to an infrared camera."""
    return _together(dots, {**INFRARED_DARKNESS, "paper": 0.0})


def _together(dots: Mapping[str, NDArray[Any]], share: Mapping[str, float]) -> Dots:
    total = np.zeros(next(iter(dots.values())).shape, np.float32)
    for name, there in dots.items():
        total += np.float32(share[name]) * there
    return total


def read(dots: Dots, mode: int = 6, step: int = READING_STEP_DOTS) -> str:
    """What tesseract reads (jpn), without blanks. mode: 6 is a page of text, 10 one character."""
    buffer = BytesIO()
    Image.fromarray((255 * (1 - dots[::step, ::step])).clip(0, 255).astype(np.uint8)).save(buffer, "PNG")
    command = ["tesseract", "-", "-", "-l", "jpn", "--psm", str(mode), "--dpi", "100"]
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    run = subprocess.run(command, input=buffer.getvalue(), capture_output=True, check=True, env=alone)
    return "".join(run.stdout.decode().split())


@dataclass(frozen=True)
class Scanner:
    """A flatbed with a sheet on it that lies askew. noise: sigma, of 255. bow: of a carriage that runs unevenly."""

    dpi: int = 300
    turn_deg: float = 2.0
    blur_dots: float = 1.0
    noise: float = 8.0
    quality: int = 60
    bow: float = 0.0
    seed: int = 1

    def scan(self, side: Image.Image) -> bytes:
        """A JPEG file of a side that was printed at 600 dpi."""
        desk = Image.new("L", (side.width + 240, side.height + 320), 255)
        desk.paste(side.convert("L"), (120, 160))
        if self.bow:
            desk = _bowed(desk, self.bow)
        size = (round(desk.width * self.dpi / 600), round(desk.height * self.dpi / 600))
        sampled = desk.filter(ImageFilter.GaussianBlur(self.blur_dots)).resize(size, Image.Resampling.BOX)
        lying = sampled.rotate(self.turn_deg, Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(lying, np.float32) * 0.85 + 20
        grey += np.random.default_rng(self.seed).normal(0, self.noise, grey.shape).astype(np.float32)
        buffer = BytesIO()
        Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=self.quality)
        return buffer.getvalue()


def _bowed(image: Image.Image, share: float) -> Image.Image:
    """Rows unevenly spaced: in the middle of the sheet a point lies this share of the height too low."""
    pieces = 24
    edges = [round(image.height * piece / pieces) for piece in range(pieces + 1)]

    def source(row: float) -> float:
        return row + share * image.height * float(np.sin(np.pi * row / image.height))

    right = image.width
    mesh = [
        ((0, top, right, low), (0, source(top), 0, source(low), right, source(low), right, source(top)))
        for top, low in pairwise(edges)
    ]
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def scanned(file: bytes) -> Scan:
    """A scan in memory."""
    with Image.open(BytesIO(file)) as image:
        return Scan(np.asarray(image.convert("L"), np.float32) / np.float32(255))
