"""What a note is worth: bill ids and scaling against S3 Appendix 15 and RFC/002."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.validator.bill_ids import Scaling, scaling_in, yen_of_bill

PLAIN = Scaling(1, 0)


def test_the_scaling_of_the_example() -> None:
    # S3 Appendix 16, 6.4: EU is x 100 with 2 decimal places
    assert scaling_in(bytes([100, 0, 2])) == Scaling(100, 2)
    assert scaling_in(bytes([0xE8, 0x03, 0])) == Scaling(1000, 0)


@pytest.mark.parametrize(
    ("bill_id", "scaling", "yen"),
    [
        ("JP1000A", PLAIN, 1_000),
        ("JP1000B", PLAIN, 1_000),
        ("JP1000z", PLAIN, 1_000),
        ("JP0001A", Scaling(1_000, 0), 1_000),
        ("JP0010A", Scaling(1_000, 0), 10_000),
        ("JP0010A", Scaling(100, 0), 1_000),
        ("JP1000A", Scaling(100, 2), 1_000),
        ("JP0100A", Scaling(10_000, 2), 10_000),
        ("JP2000A", PLAIN, 2_000),
        # a decimal point in the value: Appendix 15, 9.2, and the examples of RFC/002
        ("JP0.10A", Scaling(1_000, 2), 1),
        ("JP.001A", Scaling(10_000, 0), 10),
        ("JP02.5A", Scaling(10_000, 2), 250),
        ("JP.001A", Scaling(10_000, 2), None),  # a tenth of a yen
        ("JP0001A", Scaling(1, 2), None),  # a hundredth
        ("JP1000A", Scaling(0, 0), None),  # the validator has no scaling for Japan
        ("JP9999A", Scaling(65_535, 0), 655_284_465),
        ("EU0005A", Scaling(100, 2), None),
        ("BC0001A", PLAIN, None),
        (".......", PLAIN, None),
        ("JP....A", PLAIN, None),
        ("JP1..0A", PLAIN, None),
        ("JP0000A", PLAIN, None),
        ("JP1K00A", PLAIN, None),
        ("jp1000A", PLAIN, None),
        ("JP1000", PLAIN, None),
        ("JP1000AA", PLAIN, None),
    ],
)
def test_bill_ids(bill_id: str, scaling: Scaling, yen: int | None) -> None:
    assert yen_of_bill(bill_id.encode("ascii"), scaling) == yen


@given(
    st.one_of(st.binary(max_size=9), st.from_regex(rb"JP[0-9.]{4}.", fullmatch=True)),
    st.binary(min_size=3, max_size=3),
)
@settings(deadline=None, max_examples=80)
def test_any_bytes_are_a_note_or_none(bill_id: bytes, scaling: bytes) -> None:
    yen = yen_of_bill(bill_id, scaling_in(scaling))
    assert yen is None or yen > 0
