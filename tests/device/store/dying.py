"""A kiosk that dies inside its second transaction: the rows themselves end the process when they are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from device.store import CommandRow, Store
from tests.device.store.making import command, happened, inserted

DEATH = 9


class DeadlyCommands(Sequence[CommandRow]):
    """Commands of which the second is the process's death: between begin and commit."""

    @overload
    def __getitem__(self, index: int) -> CommandRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CommandRow]: ...
    def __getitem__(self, index: int | slice) -> CommandRow | Sequence[CommandRow]:
        raise IndexError(index)

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[CommandRow]:
        yield command("K-1-2-1")
        os._exit(DEATH)


class DeadlyMemory(dict[str, int | str | None]):
    """A change of memory that is the process's death: the last thing before the commit."""

    def items(self) -> Iterator[tuple[str, int | str | None]]:  # type: ignore[override]
        yield "acceptor.events", 2
        os._exit(DEATH)


def main(path: Path, moment: str) -> None:
    store = Store.open(path)
    store.record(happened(1), [command("K-1-1-1")], [inserted(100, session=1)], {"acceptor.events": 1})
    second, money = happened(2, answers="K-1-1-1"), [inserted(500, session=1)]
    if moment == "at the second command":
        store.record(second, DeadlyCommands(), money, {"acceptor.events": 2})
    else:
        store.record(second, [command("K-1-2-1")], money, DeadlyMemory(n=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
