"""The receipt in a whole kiosk: the roll that its file names, and what staff find in the journal."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from device.config.errors import ConfigError
from device.config.kiosk import KioskConfig, demo_file, load_demo, load_kiosk
from device.testing.inline import Inline
from device.testing.journeys import shipped


def configured(folder: Path, keys: str) -> KioskConfig:
    text = demo_file().read_text(encoding="utf-8").replace("[receipt]", f"[receipt]\n{keys}")
    file = folder / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return load_kiosk(file)


def test_80_mm_and_a_handshake_where_nothing_else_is_said(tmp_path: Path) -> None:
    config = configured(tmp_path, "")
    assert (config.receipt_paper_mm, config.receipt_flow) == (80, "hardware")


def test_another_roll_and_another_handshake(tmp_path: Path) -> None:
    config = configured(tmp_path, 'paper_mm = 58\nflow = "software"')
    assert (config.receipt_paper_mm, config.receipt_flow) == (58, "software")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("paper_mm = 60", "one of 58, 80, not 60"),
        ("paper_mm = 112", "an integer from 58 to 80, not 112"),
        ('paper_mm = "80"', "not a text"),
        ('flow = "softwear"', 'did you mean "software"?'),
    ],
)
def test_a_roll_or_a_handshake_that_does_not_exist(tmp_path: Path, keys: str, told: str) -> None:
    with pytest.raises(ConfigError, match=r"kiosk\.toml") as error:
        configured(tmp_path, keys)
    assert told in str(error.value)


@pytest.mark.parametrize(("paper_mm", "width_dots"), [(58, 384), (80, 576)])
def test_the_receipt_is_as_wide_as_its_roll(paper_mm: int, width_dots: int) -> None:
    (script,) = shipped("takaoka-juminhyo-3")
    assert script.at is not None
    config = replace(load_demo(), receipt_paper_mm=paper_mm)
    with closing(Inline(script.at, script.setup, config=config)) as kiosk:
        kiosk.world.customer.follow(script)
        assert kiosk.run_until_state("waiting_for_receipt")
        (piece,) = kiosk.world.receipt.pieces
    assert piece.width_dots == width_dots
    (total,) = [line for line in piece.text.split("\n") if line.startswith("合計")]
    assert total.endswith("600円")


def test_a_second_print_and_thin_paper_are_in_the_journal() -> None:
    (script,) = shipped("takaoka-juminhyo-3")
    assert script.at is not None
    with closing(Inline(script.at, script.setup)) as kiosk:
        printer = kiosk.world.receipt
        kiosk.world.customer.follow(script)
        assert kiosk.run_until_state("printing_receipt")
        printer.near_end()
        kiosk.hub.run_for(0.3)
        printer.power_cycle()
        assert kiosk.run_until_state("waiting_for_receipt", 20)
        assert "再発行" in printer.pieces[-1].text
        kiosk.hub.run_for(10)
        kinds = [event.kind for event in kiosk.store.events()]
    assert "incident:receipt:reissued" in kinds
    assert "incident:receipt:paper_low" in kinds
