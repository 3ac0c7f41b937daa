"""The command line: `madoguchi …`, also `python -m device …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from device.cli import act, chart, demo, journey, run, sim, takings, verify
from drivers.errors import KioskError

COMMANDS = (demo, run, journey, sim, act, chart, verify, takings)
USAGE_ERROR = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="madoguchi", description="コンビニ交付 kiosk controller")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except KioskError as error:
        print(f"madoguchi {chosen.command}: {error}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"madoguchi {chosen.command}: {error.filename or 'file'}: {error.strerror}", file=sys.stderr)
        return USAGE_ERROR
    return code
