"""A hopper that pays only on its maker's secret code, and a maker's module that is not as it was said to be."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

import pytest

from device.ciphers import CipherMissing, securities_for
from device.hub import Hub
from device.testing.inline_port import opener
from drivers.cash.device import CashDevice
from drivers.cash.occurrences import PayoutEnded
from drivers.clock import after_ms
from drivers.errors import Refused
from sim.cash import CashBox
from sim.cash.security import CIPHER_SECRET

HERE = "tests.device.test_ciphers"


class MakersCipher:
    """The secret half of the simulated hoppers, as their maker would hand it out."""

    def numbers(self) -> bytes:
        return bytes(range(8))

    def code(self, key: bytes, serial: bytes) -> bytes:
        return hmac.digest(CIPHER_SECRET, key, sha256)[:8]


def _pay_500(ciphers: dict[int, str]) -> tuple[int, dict[int, int]]:
    """What a locked 500 yen hopper said it paid, and what fell into the cup."""
    hub = Hub(datetime.fromisoformat("2024-10-03T09:00:00+09:00"))
    box = CashBox(hub, security="cipher")
    hub.join(box)
    cash = CashDevice(opener(hub, "sim://cash", box)(), hub, securities=securities_for(ciphers))
    ended: list[PayoutEnded] = []
    refused: list[Refused] = []

    def pay() -> None:
        inventory = cash.start()
        try:
            cash.begin_payout(500, 1, inventory.counts[500])
        except Refused as error:
            refused.append(error)
            return
        while not ended:
            hub.wait_until(after_ms(hub, 100))
            ended.extend(told for told in cash.poll() if isinstance(told, PayoutEnded))

    hub.spawn(pay)
    hub.run_until(lambda: bool(ended or refused), limit_s=60)
    hub.close()
    assert len(ended) + len(refused) == 1
    return (ended[0].paid if ended else 0), dict(box.metal["paid_out"])


def test_a_locked_hopper_pays_with_the_module_that_the_file_names() -> None:
    assert _pay_500({500: f"{HERE}:MakersCipher"}) == (1, {500: 1})


def test_a_locked_hopper_keeps_its_coins_without_it() -> None:
    assert _pay_500({}) == (0, {})


@pytest.mark.parametrize(
    ("named", "cause"),
    [
        ("no_such_maker:Cipher", "there is no such module"),
        (f"{HERE}:Cypher", "the module has nothing of this name"),
        ("datetime:datetime.min", "the module has nothing of this name"),
        ("datetime:UTC", "it makes no cipher"),
    ],
)
def test_a_module_that_is_no_cipher_is_told_by_the_hopper_and_its_name(named: str, cause: str) -> None:
    with pytest.raises(CipherMissing, match=rf"^cash\.ciphers\.500: {named}: {cause}"):
        securities_for({500: named})
