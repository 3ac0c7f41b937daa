"""What puts damaged cells right: as many wrong bytes as promised, and never a wrong word for a right one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.press.full.reed_solomon import BLOCK, decode, encode


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([2, 16, 96]), st.data())
def test_half_as_many_wrong_bytes_as_there_are_spare_ones_are_put_right(
    seed: int, parity: int, data: st.DataObject
) -> None:
    random = np.random.default_rng(seed)
    told = random.integers(0, 256, (3, BLOCK - parity), dtype=np.uint8)
    sent = encode(told, parity)
    assert (sent[:, : BLOCK - parity] == told).all()
    wrong = data.draw(st.integers(0, parity // 2))
    came = sent.copy()
    for block in came:
        places = random.choice(BLOCK, wrong, replace=False)
        block[places] ^= random.integers(1, 256, wrong, dtype=np.uint8)
    read, mended, lost = decode(came, parity)
    assert (read == told).all()
    assert (mended, lost) == (3 * wrong, 0)


@pytest.mark.parametrize("wrong", [49, 80, 200])
def test_more_than_that_is_said_to_be_lost(wrong: int) -> None:
    random = np.random.default_rng(wrong)
    came = encode(random.integers(0, 256, (20, BLOCK - 96), dtype=np.uint8), 96)
    for block in came:
        block[random.choice(BLOCK, wrong, replace=False)] ^= random.integers(1, 256, wrong, dtype=np.uint8)
    assert decode(came, 96)[2] == 20


def test_the_code_is_the_one_that_everybody_has() -> None:
    # the worked example of ISO/IEC 18004 annex I: version 1-M, data and its 10 error correction codewords
    told = bytes.fromhex("10200C566180EC11EC11EC11EC11EC11")
    check = bytes.fromhex("A524D4C1ED36C7872C55")
    padded = np.zeros((1, BLOCK - 10), np.uint8)
    padded[0, -len(told) :] = list(told)
    assert encode(padded, 10)[0, -10:].tobytes() == check
