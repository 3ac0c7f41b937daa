"""Headers, error codes, fault codes and coin ids against the specification's tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.codec import parse
from drivers.cash.codes import ERRORS, FAULTS, Kind, fault_meaning
from drivers.cash.coin_ids import yen_of
from drivers.cash.headers import HEADERS
from tests.drivers.cash.golden import COIN_ACCEPTOR, packets


def test_replies_of_the_example_have_the_length_of_the_table() -> None:
    sent, received = packets(COIN_ACCEPTOR, "TX"), packets(COIN_ACCEPTOR, "RX")
    last_zero_poll = sent.pop()  # its reply is the misprint; all its twins are the same
    assert last_zero_poll[3] == 229
    replies = iter(received)
    for request in sent:
        reply = parse(next(replies))
        assert reply is not None
        # the example's manufacturer and category strings are longer than Table 8 prefers, within its limits
        assert len(reply.data) in HEADERS[request[3]].reply


def test_what_moves_coins_or_restarts_a_device_is_sent_once() -> None:
    assert {header.number for header in HEADERS.values() if not header.idempotent} == {167, 1}
    for number, header in HEADERS.items():
        assert header.number == number
        assert header.tries == (3 if header.idempotent else 1)
        assert 0 < header.reply_ms <= 2000


def test_the_minimum_sets_of_acceptor_and_hopper_are_known() -> None:
    # S3 Appendix 13, without 216 and 197, which a kiosk has no use for
    acceptor = {254, 246, 245, 244, 242, 241, 232, 231, 230, 229, 228, 227, 192, 184, 4, 1}
    hopper = {254, 246, 245, 244, 242, 241, 217, 192, 172, 171, 168, 167, 166, 164, 163, 4, 1}
    assert acceptor | hopper <= HEADERS.keys()


def test_error_codes_say_where_the_coin_is() -> None:
    assert ERRORS[0].kind is Kind.NOTHING
    assert ERRORS[36].kind is Kind.SWALLOWED
    assert ERRORS[254].kind is Kind.LEVER
    assert {ERRORS[code].meaning for code in (128, 159)} == {"inhibited coin (type 1)", "inhibited coin (type 32)"}
    # Table 2 "Coin rejected?": No, apart from the swallowed and the lever
    not_returned = {16, 17, 18, 19, 20, 23, 26, 27, 28, 29, 39, 40, 253, 255}
    alarms = {code for code, row in ERRORS.items() if row.kind is Kind.ALARM and code not in range(160, 192)}
    assert not_returned <= alarms
    assert alarms - not_returned == {34, 35}  # "possible", and nothing about a coin
    assert set(ERRORS) == {*range(41), *range(128, 192), 253, 254, 255}


def test_fault_codes() -> None:
    assert set(FAULTS) == {*range(58), 255}
    assert fault_meaning(43) == "accept gate failed closed"
    assert "not in the standard" in fault_meaning(99)


@pytest.mark.parametrize(
    ("coin_id", "yen"),
    [
        ("JP001A", 1),
        ("JP005A", 5),
        ("JP010A", 10),
        ("JP050A", 50),
        ("JP100A", 100),
        ("JP500A", 500),
        ("JP500B", 500),
        ("JP500Z", 500),
        ("JP1K0A", 1_000),
        ("JP2K5A", 2_500),
        ("JP10KA", 10_000),
        ("JPM10A", 100_000),
        ("JPM25A", 250_000),
        ("JP1M0A", 1_000_000),
        ("JP10MA", 10_000_000),
        ("JPG10A", 100_000_000),
        ("JP5m0A", None),  # half a hundredth
        ("JP.50A", None),
        ("JP2.5A", None),
        ("JP000A", None),
        ("JP...A", None),
        ("JPKKKA", None),
        ("jp100A", None),
        ("GB100A", None),
        ("TK001A", None),
        ("TK000A", None),
        ("......", None),
        ("------", None),
        ("\0\0\0\0\0\0", None),
        ("JP100", None),
        ("JP1000A", None),
    ],
)
def test_coin_ids(coin_id: str, yen: int | None) -> None:
    assert yen_of(coin_id.encode("ascii")) == yen


@given(st.one_of(st.binary(max_size=8), st.from_regex(rb"JP[0-9mKMG.]{3}.", fullmatch=True)))
@settings(deadline=None, max_examples=80)
def test_any_bytes_are_a_coin_or_none(coin_id: bytes) -> None:
    yen = yen_of(coin_id)
    assert yen is None or yen > 0
