"""`madoguchi sim receipt` as people start it: its wire, its pictures, its faults."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
import serial
from PIL import Image

from device.cli import main
from sim.receipt import Piece
from sim.receipt.album import Album
from tests.sim.hosts.test_command_line import WAIT_S, Running
from tests.sim.receipt.kit import CUT, DLE_EOT, SHIFT_JIS, Bench, process_id

SLIP = SHIFT_JIS + "領収書\n".encode("cp932") + CUT + process_id(b"0001")
DONE = b"\x37\x220001\x00"


def tell(control: Path, *lines: bytes) -> list[object]:
    with socket.socket(socket.AF_UNIX) as hand, hand.makefile("rb") as answers:
        hand.settimeout(WAIT_S)
        hand.connect(str(control))
        hand.sendall(b"\n".join(lines) + b"\n")
        return [json.loads(answers.readline()) for _ in lines]


def test_on_tcp_with_pictures_of_a_narrow_roll(tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = Running(tmp_path, "receipt", "--tcp", "0", "--paper", "58", "--out", str(out), "--hurry", "50")
    with serial.serial_for_url(running.address, timeout=WAIT_S) as port:
        for _ in range(2):
            port.write(SLIP)
            assert port.read(7) == DONE
    assert running.stop() == (0, b"")
    assert sorted(path.name for path in out.iterdir()) == ["receipt-0001.png", "receipt-0002.png"]
    with Image.open(out / "receipt-0001.png") as picture:
        assert picture.width == 384
        assert picture.convert("L").getextrema() == (0, 255)


def test_on_a_pty_with_faults_by_control(tmp_path: Path) -> None:
    link, control = tmp_path / "printer", tmp_path / "control"
    running = Running(tmp_path, "receipt", "--link", str(link), "--control", str(control), "--no-process-id")
    assert running.address == str(link)
    with serial.Serial(str(link), 38400, timeout=WAIT_S) as port:
        port.write(process_id(b"0001") + b"\x1dr\x01")
        assert port.read(1) == b"\x00"
        assert tell(control, b'{"do": "open_cover"}', b'{"do": "low", "with": ["receipt"]}') == [{"ok": True}] * 2
        port.write(DLE_EOT[2] + DLE_EOT[4])
        assert port.read(2) == b"\x16\x1e"
        assert tell(control, b'{"do": "duplicate", "with": ["receipt", 1]}') == [{"ok": True}]
        port.write(DLE_EOT[2])
        assert port.read(2) == b"\x16\x16"
    assert running.stop() == (0, b"")
    assert list(tmp_path.iterdir()) == []


def test_on_a_pty_with_software_flow_control(tmp_path: Path) -> None:
    link, control = tmp_path / "printer", tmp_path / "control"
    running = Running(tmp_path, "receipt", "--link", str(link), "--control", str(control), "--xonxoff")
    with serial.Serial(str(link), 38400, timeout=WAIT_S) as port:
        assert tell(control, b'{"do": "open_cover"}') == [{"ok": True}]
        port.write(b"x" * 4000)
        assert port.read(1) == b"\x13"
    assert running.stop() == (0, b"")


@pytest.mark.parametrize("width", ["0", "60", "eighty"])
def test_a_roll_that_does_not_exist(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sim", "receipt", "--paper", width])
    assert "58" in capsys.readouterr().err


def test_pictures_where_no_folder_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("somebody's")
    assert main(["sim", "receipt", "--out", str(tmp_path / "file")]) != 0
    assert str(tmp_path / "file") in capsys.readouterr().err


# --- the album --------------------------------------------------------------------------------------


def piece() -> Piece:
    bench = Bench()
    bench.print(SLIP)
    return bench.printer.pieces[0]


def test_numbers_go_on_where_the_folder_ends(tmp_path: Path) -> None:
    (tmp_path / "receipt-0041.png").write_bytes(b"")
    (tmp_path / "receipt-x.png").write_bytes(b"")
    Album(tmp_path).add(piece())
    assert (tmp_path / "receipt-0042.png").stat().st_size > 100


def test_a_folder_that_is_gone_stops_no_printer(tmp_path: Path) -> None:
    album = Album(tmp_path / "out")
    (tmp_path / "out").rmdir()
    album.add(piece())
