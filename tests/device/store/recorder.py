"""A kiosk that records without end, to be killed: prints each event's number once it is recorded."""

from __future__ import annotations

import sys
from pathlib import Path

from device.store import Store
from tests.device.store.making import at, command, happened, inserted


def main(path: Path) -> None:
    with Store.open(path) as store:
        while True:
            seq = store.last_seq + 1
            store.record(
                happened(seq, wall=at(seq % 86_400)),
                [command(f"K-{store.boot}-{seq}-{n}") for n in range(3)],
                [inserted(100, session=1), inserted(10, session=1)],
                {"acceptor.events": seq, "job": f"job-{seq}"},
            )
            sys.stdout.write(f"{seq}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
