"""After a 利用登録申請 the store holds nothing of it: no password, name, 本籍, telephone, certificate or number."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.store import Store
from device.testing.inline import Inline
from device.testing.journeys import shipped
from sim.personas import persona
from sim.pki import signature_identity
from tests.device.test_nothing_kept import files_beside

WHO = persona("unregistered-rokuko")
WORDS = (
    "未登", "録子", "ミトウ", "ロクコ", "見本町", "ミホン", "番地", "0766000000", WHO.card.signature_password,
    WHO.card.pin + '"', WHO.address,
)  # fmt: skip
"""What she types and chooses, and what her certificate says."""


class Visit:
    """The journey `register-honseki`, with a store in a file."""

    def __init__(self, file: Path) -> None:
        (script,) = shipped("register-honseki")
        assert script.at is not None
        self.said: list[str] = []
        self.kiosk = Inline(
            script.at, script.setup, store=Store.open(file), report=lambda event, _: self.said.append(repr(event))
        )
        self.kiosk.world.customer.follow(script)

    def reach(self, state: str) -> None:
        assert self.kiosk.run_until_state(state, 300), self.kiosk.world.customer.failure


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(tmp_path / "kiosk.db")
    yield visit
    visit.kiosk.close()


def forbidden(number: str) -> list[bytes]:
    der = signature_identity(WHO).certificate_der
    parts = [word.encode(coding) for word in (*WORDS, number) for coding in ("utf-8", "utf-16-le", "shift_jis")]
    parts += [json.dumps(word)[1:-1].encode() for word in WORDS]
    return parts + [der[at : at + 16] for at in range(0, len(der) - 16, 16)]


def nothing_in(octets: bytes, number: str, where: str) -> None:
    for part in forbidden(number):
        assert part not in octets, where


def test_a_whole_registration_leaves_nothing_of_her(
    visit: Visit, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visit.reach("confirming_application")
    vault = visit.kiosk.box.vault
    assert vault.text_of("telephone") == "0766000000"  # it was there
    assert vault.pin_length == 0
    for name, octets in files_beside(tmp_path / "kiosk.db").items():
        nothing_in(octets, "no number yet", name)
    visit.reach("waiting_for_slip")
    number = vault.text_of("application")
    visit.reach("idle")
    assert repr(vault) == "<Vault pin: 0>"
    visit.kiosk.store.write_out(tmp_path / "journal.db")
    left = files_beside(tmp_path / "kiosk.db")
    assert {"kiosk.db", "journal.db"} <= set(left)
    for name, octets in left.items():
        nothing_in(octets, number, name)
    nothing_in("\n".join((*visit.said, caplog.text)).encode(), number, "events and logs")
    assert len(visit.said) > 60
    assert not [said for said in visit.said if "writing:" in said]  # nor the place of her name in a list


def test_the_power_fails_while_she_types_and_nothing_is_left_either(visit: Visit, tmp_path: Path) -> None:
    visit.reach("entering_telephone")
    visit.kiosk.hub.run_for(3)
    for name, octets in files_beside(tmp_path / "kiosk.db").items():
        nothing_in(octets, "no number yet", name)


def test_the_search_would_find_what_it_looks_for() -> None:
    for hidden in ("宛名 未登".encode(), json.dumps("見本町").encode(), signature_identity(WHO).certificate_der[32:80]):
        assert any(part in hidden for part in forbidden("A1"))
