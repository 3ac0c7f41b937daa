"""Headers, error codes, fault codes and coin ids against the specification's tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.acceptor.error_codes import ERRORS, Kind
from drivers.cash.coin_ids import yen_of, yen_of_cvf
from drivers.cash.fault_codes import FAULTS, STATUSES, fault_meaning, status_meaning
from drivers.cash.headers import HEADERS


def test_what_moves_money_or_restarts_a_device_is_sent_once() -> None:
    assert {header.number for header in HEADERS.values() if not header.idempotent} == {167, 154, 1}
    for number, header in HEADERS.items():
        assert header.number == number
        assert header.tries == (3 if header.idempotent else 1)
        assert 0 < header.reply_ms <= 5000


def test_the_minimum_sets_of_acceptor_hopper_and_validator_are_known() -> None:
    # S3 Appendix 13, without 216 (data storage) and 141 (firmware upgrade), which a kiosk has no use for
    acceptor = {254, 246, 245, 244, 242, 241, 232, 231, 230, 229, 228, 227, 192, 184, 4, 1}
    hopper = {254, 246, 245, 244, 242, 241, 217, 192, 172, 171, 168, 167, 166, 164, 163, 4, 1}
    validator = {254, 247, 246, 245, 244, 242, 241, 232, 231, 230, 228, 227, 213, 197, 192}
    validator |= {159, 157, 156, 154, 153, 152, 145, 4, 1}
    assert acceptor | hopper | validator <= HEADERS.keys()


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


def test_status_codes() -> None:
    assert set(STATUSES) == {0, 1, 2}
    assert status_meaning(1) == "coin return mechanism activated (flight deck open)"
    assert "not in the standard" in status_meaning(3)


# S3 Appendix 3.2, its table; 0 and 128 have no value, 255 is a token, 254 is the largest
@pytest.mark.parametrize(
    ("code", "yen"),
    [
        *[(1, 1), (10, 10), (50, 50), (100, 100), (148, 200), (153, 250), (178, 500), (228, 1000), (254, 1260)],
        *[(0, None), (128, None), (255, None)],
    ],
)
def test_coin_value_format(code: int, yen: int | None) -> None:
    assert yen_of_cvf(code) == yen


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
