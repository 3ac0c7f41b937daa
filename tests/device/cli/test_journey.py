"""The command that plays a customer, as a stranger uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.cli import main
from device.store import Journal


def test_the_first_customer_leaves_four_things_to_look_at(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "first"
    assert main(["journey", "takaoka-juminhyo-3", "--out", str(out)]) == 0
    assert (out / "certificate.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "receipt.png").read_bytes().startswith(b"\x89PNG")
    timeline = (out / "timeline.txt").read_text(encoding="utf-8")
    assert "copy_printed printing -> paying_change" in timeline
    assert timeline.strip() in capsys.readouterr().out
    with Journal.read(out / "journal.db") as journal:
        journal.verify_chain()
        assert journal.balances("fee:") == {"fee:16202:juminhyo": -600}
        assert not journal.unanswered()


def test_a_customer_who_expects_too_much_makes_the_command_fail(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "greedy.toml"
    script.write_text(
        'title = "欲"\nat = 2025-10-08T10:00:00+09:00\n[[step]]\nwait = "idle"\n[expect]\nsheets = 1\n', "utf-8"
    )
    assert main(["journey", str(script), "--quiet"]) == 1
    captured = capsys.readouterr()
    assert "FAILS" in captured.out
    assert "sheet" in captured.err


def test_the_list_names_every_journey(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journey", "--list"]) == 0
    names = capsys.readouterr().out.split()
    assert {"takaoka-juminhyo-3", "obihiro-inkan-1", "idle-everywhere", "forgotten-card"} <= set(names)


@pytest.mark.parametrize("form", ["mermaid", "table"])
def test_the_chart_is_printed_from_the_table(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["chart", "--format", form]) == 0
    assert "accepting_cash" in capsys.readouterr().out
