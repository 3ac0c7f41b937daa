"""Packets against the specification's own examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.bus import Bus
from drivers.cash.codec import CRC, SIMPLE, Checksum, Decoder, Frame, crc_ccitt, encode, encode_crc, parse, parse_crc
from drivers.cash.headers import HEADERS
from tests.drivers.cash.golden import (
    APPENDIX_9,
    APPENDIX_11,
    APPENDIX_16,
    MISPRINT,
    Example,
    exchanges,
)
from tests.drivers.cash.line import Line, VirtualClock

BYTE = st.integers(0, 255)
DATA = st.binary(max_size=255)
PRINTED = [example for example in APPENDIX_11 + APPENDIX_16 if example.packet != MISPRINT]


def named(example: object) -> str:
    return example.name if isinstance(example, Example) else ""


def test_all_examples_of_the_specification_are_here() -> None:
    assert [len(examples) for examples in (APPENDIX_9, APPENDIX_11, APPENDIX_16)] == [2, 50, 118]
    assert len(PRINTED) == 167
    assert len({example.name for example in PRINTED}) == 167


@pytest.mark.parametrize("example", PRINTED, ids=named)
def test_every_example_is_understood_and_said_again_the_same(example: Example) -> None:
    frame = parse(example.packet)
    assert frame is not None
    assert frame.source is not None
    assert encode(frame.destination, frame.header, frame.data, frame.source) == example.packet


@pytest.mark.parametrize("example", APPENDIX_9, ids=named)
def test_the_reset_example_with_crc(example: Example) -> None:
    expected = Frame(40, None, 1, b"") if example.sent else Frame(1, None, 0, b"")
    assert parse_crc(example.packet) == expected
    assert encode_crc(expected.destination, expected.header) == example.packet


@pytest.mark.parametrize(
    ("sent", "received", "checksum"),
    [(*pair, SIMPLE) for pair in exchanges(APPENDIX_11 + APPENDIX_16)] + [(*APPENDIX_9, CRC)],
    ids=named,
)
def test_every_example_is_asked_and_answered_on_the_line(
    sent: Example, received: Example, checksum: Checksum
) -> None:
    """The bus sends the printed request byte for byte, and takes the printed reply for its answer."""
    request, reply = checksum.parse(sent.packet), checksum.parse(received.packet)
    assert request is not None
    assert reply is not None
    line = Line(VirtualClock())
    line.expect_packet(sent.packet).raw(received.packet)
    bus = Bus(line, line.clock, "off", {request.destination: checksum})
    assert bus.ask(request.destination, HEADERS[request.header], request.data) == reply.data
    line.finish()


def test_the_misprint_is_not_taken_for_a_packet() -> None:
    assert parse(MISPRINT) is None
    assert parse(MISPRINT[:3] + b"\x00" + MISPRINT[3:]) is not None


def test_a_whole_example_conversation_is_cut_into_its_packets() -> None:
    whole = [example.packet for example in PRINTED]
    assert Decoder().feed(b"".join(whole)) == whole


# S3 Appendix 9.3 and 9.6
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
def test_crc_vectors(data: str, crc: int) -> None:
    assert crc_ccitt(bytes.fromhex(data)) == crc


def test_one_kind_of_packet_is_not_taken_for_the_other() -> None:
    assert parse(encode_crc(40, 1)) is None
    assert parse_crc(encode(40, 1)) is None


@given(BYTE, BYTE, DATA, BYTE)
@settings(deadline=None, max_examples=60)
def test_simple_packets_there_and_back(destination: int, header: int, data: bytes, source: int) -> None:
    packet = encode(destination, header, data, source)
    assert len(packet) == len(data) + 5
    assert sum(packet) % 256 == 0
    assert parse(packet) == Frame(destination, source, header, data)


@given(BYTE, BYTE, DATA, st.data())
@settings(deadline=None, max_examples=60)
def test_a_flipped_bit_never_passes(destination: int, header: int, data: bytes, draw: st.DataObject) -> None:
    for make, read in ((encode, parse), (encode_crc, parse_crc)):
        packet = bytearray(make(destination, header, data))
        packet[draw.draw(st.integers(0, len(packet) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
        assert read(bytes(packet)) is None


@given(DATA, st.data())
@settings(deadline=None, max_examples=60)
def test_any_fragmentation_gives_the_same_packets(data: bytes, draw: st.DataObject) -> None:
    stream = encode(1, 0, data, 2) + encode(1, 0, b"", 3) + encode(1, 0, data[:7], 2)
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder, found = Decoder(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += decoder.feed(stream[start:end])
    assert found == Decoder().feed(stream)
    assert decoder.pending == 0


@given(st.lists(st.binary(max_size=700), max_size=10))
@settings(deadline=None, max_examples=60)
def test_noise_is_cut_and_never_kept(chunks: list[bytes]) -> None:
    decoder = Decoder()
    for chunk in chunks:
        for packet in decoder.feed(chunk):
            assert len(packet) == packet[1] + 5
            parse(packet)
            parse_crc(packet)
        assert decoder.pending < 260
    decoder.clear()
    assert decoder.pending == 0


def test_data_that_fits_no_packet_is_refused() -> None:
    for make in (encode, encode_crc):
        assert len(make(3, 215, bytes(255))) == 260
        with pytest.raises(ValueError, match="255"):
            make(3, 215, bytes(256))
