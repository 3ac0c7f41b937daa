"""The frames the specification prints, byte for byte (S3 Appendix 11, hopper manuals)."""

from __future__ import annotations

import pytest

from sim.cash.acceptor import Acceptor
from sim.cash.agenda import Agenda
from sim.cash.bus import Bus
from sim.cash.coins import BLANK, Coin, CoinPosition
from sim.cash.events import EventBuffer
from sim.cash.frames import frame
from sim.cash.slave import Identity
from sim.cash.timing import Timing
from tests.sim.cash.bench import Bench, VirtualClock, golden

SR5I = Identity("Money Controls", "Coin Acceptor", "SR5i", "STD01   ", "CRS-F1-V1.09", 12_345_678, (1, 4, 2))
STERLING = (
    CoinPosition("GB200A", 200),
    CoinPosition("GB100A", 100),
    CoinPosition("GB050B", 50),
    CoinPosition("GB020A", 20),
    CoinPosition("Token ", 1),
    CoinPosition("GB010B", 10),
    BLANK,
    BLANK,
)

ENROLMENT = [
    ("poll", "002 000 001 254 255", "001 000 002 000 253"),
    (
        "category",
        "002 000 001 245 008",
        "001 013 002 000 067 111 105 110 032 065 099 099 101 112 116 111 114 022",
    ),
    ("product", "002 000 001 244 009", "001 004 002 000 083 082 053 105 182"),
    ("build", "002 000 001 192 061", "001 008 002 000 083 084 068 048 049 032 032 032 073"),
    (
        "manufacturer",
        "002 000 001 246 007",
        "001 014 002 000 077 111 110 101 121 032 067 111 110 116 114 111 108 115 115",
    ),
    ("serial", "002 000 001 242 011", "001 003 002 000 078 097 188 143"),
    ("software", "002 000 001 241 012", "001 012 002 000 067 082 083 045 070 049 045 086 049 046 048 057 026"),
    ("comms", "002 000 001 004 249", "001 003 002 000 001 004 002 243"),
    ("coin 1", "002 001 001 184 001 067", "001 006 002 000 071 066 050 048 048 065 155"),
    ("coin 2", "002 001 001 184 002 066", "001 006 002 000 071 066 049 048 048 065 156"),
    ("coin 3", "002 001 001 184 003 065", "001 006 002 000 071 066 048 053 048 066 151"),
    ("coin 4", "002 001 001 184 004 064", "001 006 002 000 071 066 048 050 048 065 155"),
    ("coin 5", "002 001 001 184 005 063", "001 006 002 000 084 111 107 101 110 032 214"),
    ("coin 6", "002 001 001 184 006 062", "001 006 002 000 071 066 048 049 048 066 155"),
    ("coin 7", "002 001 001 184 007 061", "001 006 002 000 046 046 046 046 046 046 227"),
    ("coin 8", "002 001 001 184 008 060", "001 006 002 000 046 046 046 046 046 046 227"),
    ("enable all", "002 002 001 231 255 255 022", "001 000 002 000 253"),
    ("credit poll", "002 000 001 229 024", "001 011 002 000 000 000 000 000 000 000 000 000 000 000 000 242"),
]


@pytest.mark.parametrize(("sent", "expected"), [row[1:] for row in ENROLMENT], ids=[row[0] for row in ENROLMENT])
def test_an_acceptor_is_enrolled_as_in_appendix_11(sent: str, expected: str) -> None:
    clock, agenda = VirtualClock(), Agenda()
    acceptor = Acceptor(Timing(), identity=SR5I, positions=STERLING)
    heard = bytearray()
    bus = Bus(clock, agenda, [acceptor], Timing(), echo=False)
    bus.connect(heard.extend, lambda: None).receive(golden(sent))
    assert bytes(heard) == golden(expected)


def test_credits_ripple_through_the_buffer_as_in_appendix_11() -> None:
    events = EventBuffer()
    replies = []
    for position, result in ((1, 5), (1, 5), (5, 5), (0, 1)):
        if position:
            events.credit(position, result)
        else:
            events.error(result)
        replies.append(frame(1, 2, 0, events.data))
    assert replies == [
        golden("001 011 002 000 001 001 005 000 000 000 000 000 000 000 000 235"),
        golden("001 011 002 000 002 001 005 001 005 000 000 000 000 000 000 228"),
        golden("001 011 002 000 003 005 005 001 005 001 005 000 000 000 000 217"),
        golden("001 011 002 000 004 000 001 005 005 001 005 001 005 000 000 215"),
    ]


def test_the_token_of_appendix_11_goes_to_the_cashbox() -> None:
    acceptor = Acceptor(Timing(), identity=SR5I, positions=STERLING)
    assert acceptor.answer(231, b"\xff\xff", 0) == b""
    assert acceptor.answer(228, b"\x01", 0) == b""
    acceptor.answer(229, b"", 0)
    verdict = acceptor.coin_at_gate(Coin(1), 0)
    assert (verdict.fate, verdict.position) == (None, 5)
    assert acceptor.coin_at_credit_sensor(verdict, lambda path: False) == 5


def test_a_dispense_frame_has_the_shape_of_the_flow_manual(rig: Bench) -> None:
    # Flow 18 manual: `03 04 01 A7 DF D7 0A 01 90` -> `01 01 03 00 01 FA`; DF D7 0A is its serial number.
    assert rig.send(golden("3 1 1 164 165 178")) == golden("1 0 3 0 252")
    serial = rig.send(golden("3 0 1 242 10"))[4:7]
    sent = bytes((3, 4, 1, 0xA7)) + serial + b"\x01"
    assert rig.send(sent + bytes((-sum(sent) & 0xFF,))) == bytes.fromhex("010103 00 01 FA")


def test_a_refused_dispense_is_a_nak_frame(rig: Bench) -> None:
    # S1 8.1; the frame of the Flow manual itself carries another hopper's serial number.
    assert rig.send(bytes.fromhex("030401A7DFD70A0190")) == golden("1 0 3 5 247")


def test_an_eight_byte_security_code_is_not_this_hoppers(rig: Bench) -> None:
    # SCH2 manual, p. 59: `3 9 1 167 <8 bytes> 5 71`, for hoppers that have a cipher key.
    assert rig.send(golden("3 1 1 164 165 178")) == golden("1 0 3 0 252")
    assert rig.send(golden("3 9 1 167 0 0 0 0 0 0 0 0 5 71")) == golden("1 0 3 5 247")
