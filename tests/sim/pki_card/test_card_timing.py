"""How long a real card takes."""

from __future__ import annotations

from sim.card import card_for
from tests.sim.pki_card.bench import QUESTION, octets

MS = 1_000_000


def test_the_air_carries_some_ten_bytes_in_a_millisecond() -> None:
    card = card_for("yamada-taro")
    question, chunk = card.duration_ns(octets(QUESTION)), card.duration_ns(octets("00B0000000"))
    assert 16 * MS < question < 17 * MS
    assert 24 * MS < chunk - question < 25 * MS  # 257 bytes more, 94.4 µs each


def test_a_signature_is_the_long_wait() -> None:
    card = card_for("yamada-taro")
    signature = octets("802A008033" + "00" * 51 + "00")
    assert 390 * MS < card.duration_ns(signature) < 400 * MS


def test_a_cut_off_command_is_answered_soon() -> None:
    assert card_for("yamada-taro").duration_ns(b"\x80\x2a") < 17 * MS
