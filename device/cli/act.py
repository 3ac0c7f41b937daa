"""`madoguchi act`: a hand at a simulator that runs elsewhere with `--control SOCKET`."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from pathlib import Path
from typing import Any, Final

from device.cli.errors import UsageError

ANSWER_S: Final = 10.0
ANSWER_MAX_BYTES: Final = 64 * 1024
CANNOT: Final = 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("act", help="do something to a simulator: act SOCKET insert 100; act SOCKET help")
    parser.add_argument("socket", type=Path, metavar="SOCKET", help="what the simulator was given as --control")
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="WORD", help="like jam hopper 100, or help")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Exit code 0 when it is done, 1 when the simulator says why not. Raises `UsageError` where there is none."""
    if not chosen.words:
        raise UsageError("expected what to do, like insert 100, or help")
    answer = _answer(chosen.socket, " ".join(chosen.words))
    acts = answer.get("acts", {})
    width = max(map(len, acts), default=0)
    for usage, says in acts.items():
        print(f"{usage:{width}}  {says}")
    if answer.get("ok"):
        return 0
    print(answer.get("error"), file=sys.stderr)
    return CANNOT


def _answer(path: Path, words: str) -> dict[str, Any]:
    try:
        with socket.socket(socket.AF_UNIX) as hand:
            hand.settimeout(ANSWER_S)
            hand.connect(str(path))
            hand.sendall(words.encode() + b"\n")
            with hand.makefile("rb") as lines:
                told = json.loads(lines.readline(ANSWER_MAX_BYTES))
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: no simulator answers there: {cause}") from None
    if not isinstance(told, dict):
        raise UsageError(f"{path}: what answers there is no simulator")
    return told
