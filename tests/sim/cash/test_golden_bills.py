"""The bill validator's frames as the specification prints them, byte for byte (S3 Appendices 9 and 16)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from sim.cash.agenda import Agenda
from sim.cash.bill_slot import BillSlot
from sim.cash.bills import BillType, Scaling
from sim.cash.bus import Bus
from sim.cash.crc import crc16, crc_checks, crc_frame
from sim.cash.paper import STACKER, Paper
from sim.cash.slave import Identity
from sim.cash.timing import Timing
from sim.cash.validator import BillValidator
from tests.sim.cash.bench import MS, VirtualClock, golden

ARDAC = Identity(
    "MCI", "Bill Acceptor", "Ardac6", "Standard", "AEN-F1-V4.44", 1605, (1, 4, 4), rom_checksum=0x3A43_045F
)
"""The appendix says `Bill Acceptor` where Table 1 has `Bill Validator`."""
EURO = tuple(BillType(f"EU{yen:04}A", yen) for yen in (5, 10, 20, 50, 100, 200, 500))
POLL = "040 000 001 159 056"
NOTHING = "001 011 040 000 000 000 000 000 000 000 000 000 000 000 000 204"
ACK = "001 000 040 000 215"
ROUTE_TO_STACKER = "040 001 001 154 001 059"
LIFT_MASTER_INHIBIT = "040 001 001 228 001 241"
BARCODE = "475962575587710231"


@dataclass
class Ardac:
    """The validator of the appendix alone on its bus, enrolled."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    heard: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.agenda, self.paper = Agenda(), Paper()
        self.validator = BillValidator(
            self.agenda, Timing(), self.paper, identity=ARDAC, types=EURO, scaling={"EU": Scaling(100, 2)}, coupons=True
        )
        self.slot = BillSlot(self.validator, self._now)
        bus = Bus(self.clock, self.agenda, [self.validator], Timing(), echo=False)
        self.wire = bus.connect(self.heard.extend, lambda: None)
        for sent, expected in PRE_ACCEPTANCE:
            self.says(sent, expected)

    def _now(self) -> int:
        self.agenda.run(self.clock.now_ns)
        return self.clock.now_ns

    def says(self, sent: str, expected: str) -> None:
        self.heard.clear()
        self.wire.receive(golden(sent))
        assert bytes(self.heard) == golden(expected)

    def wait(self, s: float) -> None:
        """Polled meanwhile, as the appendix tells, but not looked at."""
        for _ in range(round(s * 5)):
            self.clock.now_ns += 200 * MS
            self.wire.receive(golden(POLL))
        self.paper.check({STACKER: self.validator.stacker.contents})


ENROLMENT = [
    ("poll", "040 000 001 254 217", ACK),
    (
        "category",
        "040 000 001 245 226",
        "001 013 040 000 066 105 108 108 032 065 099 099 101 112 116 111 114 246",
    ),
    ("product", "040 000 001 244 227", "001 006 040 000 065 114 100 097 099 054 192"),
    ("build", "040 000 001 192 023", "001 008 040 000 083 116 097 110 100 097 114 100 158"),
    ("manufacturer", "040 000 001 246 225", "001 003 040 000 077 067 073 251"),
    ("serial", "040 000 001 242 229", "001 003 040 000 069 006 000 137"),
    ("software", "040 000 001 241 230", "001 012 040 000 065 069 078 045 070 049 045 086 052 046 052 052 006"),
    ("comms", "040 000 001 004 211", "001 003 040 000 001 004 004 203"),
    ("checksum", "040 000 001 197 018", "001 004 040 000 095 004 067 058 243"),
    ("bill 1", "040 001 001 157 001 056", "001 007 040 000 069 085 048 048 048 053 065 048"),
    ("bill 2", "040 001 001 157 002 055", "001 007 040 000 069 085 048 048 049 048 065 052"),
    ("bill 3", "040 001 001 157 003 054", "001 007 040 000 069 085 048 048 050 048 065 051"),
    ("bill 4", "040 001 001 157 004 053", "001 007 040 000 069 085 048 048 053 048 065 048"),
    ("bill 5", "040 001 001 157 005 052", "001 007 040 000 069 085 048 049 048 048 065 052"),
    ("bill 6", "040 001 001 157 006 051", "001 007 040 000 069 085 048 050 048 048 065 051"),
    ("bill 7", "040 001 001 157 007 050", "001 007 040 000 069 085 048 053 048 048 065 048"),
    ("bill 8", "040 001 001 157 008 049", "001 007 040 000 046 046 046 046 046 046 046 142"),
    ("scaling factor", "040 002 001 156 069 085 159", "001 003 040 000 100 000 002 110"),
    ("currency revision", "040 002 001 145 069 085 170", "001 003 040 000 048 048 049 067"),
]
PRE_ACCEPTANCE = [
    ("040 001 001 153 003 058", ACK),
    ("040 008 001 231 255 255 255 255 255 255 255 255 240", ACK),
    (LIFT_MASTER_INHIBIT, ACK),
]


@pytest.mark.parametrize(("sent", "expected"), [row[1:] for row in ENROLMENT], ids=[row[0] for row in ENROLMENT])
def test_a_validator_is_enrolled_as_in_appendix_16(sent: str, expected: str) -> None:
    Ardac().says(sent, expected)


def test_example_1_accepted_and_rejected_notes() -> None:
    ardac = Ardac()
    for _ in range(3):
        ardac.says(POLL, NOTHING)
    ardac.slot.insert(20, series="A")
    ardac.wait(1.6)
    ardac.says(POLL, "001 011 040 000 001 003 001 000 000 000 000 000 000 000 000 199")
    ardac.says(ROUTE_TO_STACKER, ACK)
    ardac.wait(1.2)
    ardac.says(POLL, "001 011 040 000 002 003 000 003 001 000 000 000 000 000 000 195")
    ardac.slot.insert(20, series="A", flaw="fake")
    ardac.wait(2.4)
    ardac.says(POLL, "001 011 040 000 004 000 001 000 002 003 000 003 001 000 000 190")
    ardac.slot.take()
    ardac.slot.insert(20, series="A", flaw="crumpled")
    ardac.wait(2.4)
    ardac.says(POLL, "001 011 040 000 006 000 001 000 003 000 001 000 002 003 000 188")
    assert ardac.paper.snapshot()["stacker"] == {20: 1}


def coupon_stacked() -> Ardac:
    """Example 2, with which example 5 begins."""
    ardac = Ardac()
    ardac.says(POLL, NOTHING)
    ardac.slot.insert_coupon(BARCODE)
    ardac.wait(1.6)
    ardac.says(POLL, "001 011 040 000 002 255 001 000 020 000 000 000 000 000 000 182")
    ardac.says(
        "040 000 001 129 086",
        "001 018 040 000 052 055 053 057 054 050 053 055 053 053 056 055 055 049 048 050 051 049 017",
    )
    ardac.says(ROUTE_TO_STACKER, ACK)
    ardac.wait(1.2)
    ardac.says(POLL, "001 011 040 000 003 255 000 255 001 000 020 000 000 000 000 182")
    return ardac


def test_example_2_a_coupon() -> None:
    coupon_stacked()


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0, "02 FF 00 00 14 00 00 00 00 00 00"), (3, "02 FF 01 00 14 00 00 00 00 00 00")],
)
def test_example_2_a_coupon_with_and_without_escrow(mode: int, expected: str) -> None:
    ardac = Ardac()
    sent = bytes((40, 1, 1, 153, mode))
    ardac.wire.receive(sent + bytes((-sum(sent) & 0xFF,)))
    ardac.slot.insert_coupon(BARCODE)
    ardac.wait(3)
    ardac.heard.clear()
    ardac.wire.receive(golden(POLL))
    assert bytes(ardac.heard)[4:-1] == bytes.fromhex(expected)


def test_example_3_a_stringing_attack() -> None:
    ardac = Ardac()
    ardac.says(POLL, NOTHING)
    ardac.slot.insert(20, series="A", flaw="tampered")
    ardac.wait(2.4)
    ardac.says(POLL, "001 011 040 000 002 000 001 000 009 000 000 000 000 000 000 192")


def test_example_4_polling_stops_for_more_than_5_seconds_and_resumes() -> None:
    ardac = Ardac()
    ardac.says(POLL, NOTHING)
    ardac.slot.insert(20, series="A", flaw="fake")
    ardac.wait(2.4)
    ardac.says(POLL, "001 011 040 000 002 000 001 000 002 000 000 000 000 000 000 199")
    ardac.clock.now_ns += 5001 * MS
    ardac.says(POLL, "001 011 040 000 003 000 000 000 001 000 002 000 000 000 000 198")
    ardac.says(LIFT_MASTER_INHIBIT, ACK)
    for _ in range(2):
        ardac.says(POLL, "001 011 040 000 003 000 000 000 001 000 002 000 000 000 000 198")
    ardac.slot.take()
    ardac.slot.insert(20, series="A", flaw="fake")
    ardac.wait(1.0)
    ardac.says(POLL, "001 011 040 000 004 000 002 000 000 000 001 000 002 000 000 195")
    ardac.wait(0.8)
    ardac.says(POLL, "001 011 040 000 005 000 001 000 002 000 000 000 001 000 002 193")


def test_example_5_the_stacker_is_full() -> None:
    ardac = coupon_stacked()
    ardac.slot.fill_stacker()
    ardac.says(POLL, "001 011 040 000 005 000 000 000 014 255 000 255 001 000 020 166")
    ardac.says("040 000 001 232 239", "001 002 040 000 045 000 168")
    ardac.slot.remove_stacker()
    ardac.says(POLL, "001 011 040 000 006 000 011 000 000 000 014 255 000 255 001 174")
    ardac.says("040 000 001 232 239", "001 002 040 000 044 000 169")
    ardac.slot.insert_stacker()
    ardac.says(POLL, "001 011 040 000 007 000 012 000 011 000 000 000 014 255 000 161")
    ardac.says(LIFT_MASTER_INHIBIT, ACK)
    ardac.slot.insert(20, series="A")
    ardac.wait(1.6)
    assert ardac.paper.snapshot()["escrow"] == {20: 1}


@pytest.mark.parametrize(
    ("data", "crc"),
    [
        ("28 00 01", 0x3F46),
        ("01 00 00", 0x3730),
        ("49 D5 F2", 0xA6B3),
        ("2F BD 9D", 0x90B2),
        ("D9 53 D1", 0x7BB5),
        ("70 B8 D9 64 04 15", 0xFB00),
        ("72 61 B9 4E D0 78", 0x93E3),
        ("63 FA D1 9F E6 19", 0x5BB3),
    ],
)
def test_the_crc_of_appendix_9(data: str, crc: int) -> None:
    assert crc16(bytes.fromhex(data)) == crc


def test_the_crc_frames_of_appendix_9_and_of_the_faq() -> None:
    assert crc_frame(40, 1) == golden("40 0 70 1 63")
    assert crc_frame(1, 0) == golden("1 0 48 0 55")
    assert crc_frame(40, 254) == golden("40 0 182 254 33")  # S4 1.1.31
    assert crc_checks(golden("1 0 48 0 55"))
    assert not crc_checks(golden("1 0 48 0 54"))
