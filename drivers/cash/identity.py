"""Who answers at an address: the questions every ccTalk device answers (S1 §19, S3 Appendix 13)."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.errors import BadAnswer


@dataclass(frozen=True)
class Identity:
    """What a device says of itself. serial: 3 or 4 bytes, least significant first (S2 3.14)."""

    address: int
    category: str
    manufacturer: str
    product: str
    build: str
    software: str
    serial: bytes

    @property
    def serial_number(self) -> int:
        """The serial as a number, as printed on the label."""
        return int.from_bytes(self.serial, "little")


def identify(bus: Bus, address: int, *categories: str) -> Identity:
    """Ask the device who it is.

    categories: what it may call itself: a standard string (`Coin Acceptor`, `Payout`) or, for some, one
    that is also met; capitals count (S3 Table 1).
    Raises `BadAnswer` when another kind of device answers, and what `Bus.ask` raises.
    """
    bus.ask(address, headers.SIMPLE_POLL)
    found = _text(bus.ask(address, headers.CATEGORY))
    if found not in categories:
        raise BadAnswer(
            bus.device(address),
            str(headers.CATEGORY),
            f"it calls itself {found!r} instead of {categories[0]!r}",
            "check which device has this address",
        )
    return Identity(
        address=address,
        category=found,
        manufacturer=_text(bus.ask(address, headers.MANUFACTURER)),
        product=_text(bus.ask(address, headers.PRODUCT)),
        build=_text(bus.ask(address, headers.BUILD)),
        software=_text(bus.ask(address, headers.SOFTWARE)),
        serial=bus.ask(address, headers.SERIAL),
    )


def _text(data: bytes) -> str:
    """ASCII of a string reply; fixed-length ones are padded with blanks on the right (S1 §9.1)."""
    return data.decode("ascii", errors="backslashreplace").rstrip(" ")
