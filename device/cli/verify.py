"""`madoguchi verify`: the scramble image of a scanned certificate, laid beside what its 2D code vouches for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from device.press.reading.keys import KeySource
    from device.press.reading.verdict import Verdict

FAILS = 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("verify", help="decode the scramble image of a scanned certificate")
    parser.add_argument("scan", type=Path, metavar="SCAN", help="the whole back, at 300 dpi or more (PNG, JPEG, TIFF)")
    parser.add_argument("--front", type=Path, metavar="SCAN", help="the front, scanned alike: it is compared")
    parser.add_argument("--out", type=Path, required=True, metavar="PNG", help="where the pictures go, side by side")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--config", type=Path, metavar="FILE", help="a kiosk.toml: its centre is asked for the key")
    source.add_argument("--key-file", type=Path, metavar="FILE", help="the centre's answer as JSON (docs/press.md)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Exit code 0 when the certificate holds, 1 when something speaks against it."""
    from device.press.reading.report import side_by_side
    from device.press.reading.scan import load
    from device.press.reading.verdict import judge

    back = load(chosen.scan)
    front = None if chosen.front is None else load(chosen.front)
    with _keys(chosen) as key_of:
        verdict = judge(back, front, key_of)
    side_by_side(verdict).save(chosen.out, "PNG")
    print("\n".join(_lines(verdict)))
    return 0 if verdict.holds else FAILS


@contextmanager
def _keys(chosen: argparse.Namespace) -> Iterator[KeySource]:
    """Where the key comes from. Raises `UsageError` for a centre that would be a new one, knowing no document."""
    from device.press.reading.keys import from_centre, from_file

    if chosen.key_file is not None:
        yield from_file(chosen.key_file)
        return

    from device.cli.centre import centre_of
    from device.clock import RealClock
    from device.config.kiosk import load_kiosk

    config = load_kiosk(chosen.config)
    with centre_of(chosen.config, config, RealClock()) as client:
        yield from_centre(client, config.terminal_id)


def _lines(verdict: Verdict) -> Iterator[str]:
    """What a person at the command line wants to know; nothing of what stands on the certificate."""
    label = verdict.label
    yield f"document {label.document}, sheet {label.sheet} of {label.sheets}, request {label.request}"
    yield f"the centre's signature: {'good' if verdict.signed else 'BAD'}"
    mended = f", {verdict.mended} bytes put right" if verdict.mended else ""
    yield f"scramble image: {f'decoded{mended}' if verdict.decoded else 'NOISE: this key does not open it'}"
    if verdict.front is not None:
        count = len(verdict.differences)
        yield f"the front: {f'differs in {count} places' if count else 'as it was pressed'}"
    yield "nothing speaks against it" if verdict.holds else "NOT TO BE TRUSTED"
