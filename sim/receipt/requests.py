"""Commands that want an answer, carried out in order with the data around them."""

from __future__ import annotations

from sim.receipt import status
from sim.receipt.engine import Engine


def transmit_status(engine: Engine, args: bytes) -> None:
    """GS r n. Answered when its turn in the receive buffer comes: processed, not yet printed."""
    engine.answer(status.in_order(args[0], engine.sensors))


def paper_sensor(engine: Engine, _: bytes) -> None:
    """ESC v, the older form of GS r 1."""
    engine.answer(status.in_order(1, engine.sensors))


def transmit_id(engine: Engine, args: bytes) -> None:
    """GS I n."""
    engine.answer(status.identity(args[0], engine.model))


def automatic_status(engine: Engine, args: bytes) -> None:
    """GS a n."""
    engine.select_asb(args[0])


def response(engine: Engine, data: bytes) -> None:
    """GS ( H: function 48 sets a process ID, 49 the offline response (pL pH counted already)."""
    if not engine.model.process_ids:
        engine.refuse()
    elif len(data) == 6 and data[:2] == b"00" and all(0x20 <= d <= 0x7E for d in data[2:]):
        engine.process_id(data[2:])
    elif len(data) == 3 and data[:2] == b"10" and data[2] in (0, 1, 2, 48, 49, 50):
        engine.offline_response = data[2] % 48
    else:
        engine.refuse()
