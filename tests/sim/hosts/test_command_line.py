"""`madoguchi sim …`: started, spoken to, told to stop, and nothing left."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from device.cli import main
from device.cli.errors import UsageError
from device.cli.sim import read_at

READY_S = 20.0
WAIT_S = 5.0


class Running:
    """A simulator as a process of its own, and the line it has printed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "device", "sim", *arguments]
        environment = {**os.environ, "TMPDIR": str(folder)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], READY_S)[0], "nothing printed"
        self.address, *words = self.process.stdout.readline().decode().split()
        self.words = dict(word.split("=", 1) for word in words)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, bytes]:
        """The exit code, and what else it had to say."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, out + err


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where temporary files go; nothing may be left there."""
    made = tmp_path / "temporary"
    made.mkdir()
    yield made
    assert list(made.iterdir()) == []


def test_the_cash_box_on_its_pty(folder: Path) -> None:
    link, control = folder / "cash", folder / "control"
    running = Running(folder, "cash", "--link", str(link), "--control", str(control), "--echo", "--hurry", "20")
    assert running.address == str(link)
    poll = bytes.fromhex("02 00 01 FE FF")
    with serial.Serial(running.address, 9600, timeout=WAIT_S) as port:
        port.write(poll)
        assert port.read(10) == poll + bytes.fromhex("01 00 02 00 FD")
    with socket.socket(socket.AF_UNIX) as hand:
        hand.settimeout(WAIT_S)
        hand.connect(str(control))
        hand.sendall(b'{"do": "jam", "with": ["hopper", 100]}\n')
        assert json.loads(hand.recv(4096)) == {"ok": True}
        hand.sendall(b'{"do": "set_wall", "with": ["2025-12-24T10:00:00+09:00"]}\n')
        assert json.loads(hand.recv(4096)) == {"ok": True}
    assert running.stop() == (0, b"")


def test_a_hand_at_the_cash_box(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link, control = folder / "cash", folder / "control"
    running = Running(folder, "cash", "--link", str(link), "--control", str(control))
    assert main(["act", str(control), "help"]) == 0
    assert "insert-note" in capsys.readouterr().out.replace("_", "-")
    for words in ("insert 100", "insert-note 1000", "lie hopper 50 -1", "empty 50", "pull-cable"):
        assert main(["act", str(control), *words.split()]) == 0, words
    assert main(["act", str(control), "empty", "hopper", "7"]) == 1
    assert "a hopper, one of" in capsys.readouterr().err
    running.stop()
    assert main(["act", str(control), "insert", "100"]) == 2
    assert "no simulator answers there" in capsys.readouterr().err
    assert main(["act", str(control)]) == 2


def test_a_cash_box_with_a_crc_validator_and_unencrypted_hoppers(folder: Path) -> None:
    link, control = folder / "cash", folder / "control"
    options = ("--crc", "40", "6", "--security", "no_encrypt", "--hurry", "20")
    running = Running(folder, "cash", "--link", str(link), "--control", str(control), *options)
    with serial.Serial(running.address, 9600, timeout=WAIT_S) as port, socket.socket(socket.AF_UNIX) as hand:
        port.write(bytes((40, 0, 182, 254, 33)))  # S4 1.1.31
        assert port.read(5) == bytes((1, 0, 48, 0, 55))
        port.write(bytes.fromhex("03 00 01 F4 08"))
        assert port.read(19)[4:-1] == b"SCH2-NOENCRYPT"
        hand.settimeout(WAIT_S)
        hand.connect(str(control))
        for act in (b'{"do": "insert_note", "with": [1000]}', b'{"do": "take", "with": ["note"]}'):
            hand.sendall(act + b"\n")
            assert json.loads(hand.recv(4096)) == {"ok": True}
        hand.sendall(b'{"do": "take", "with": ["note"]}\n')
        assert "no note lies in the mouth" in json.loads(hand.recv(4096))["error"]
    assert running.stop() == (0, b"")


def test_the_receipt_printer_on_tcp(folder: Path) -> None:
    running = Running(folder, "receipt", "--tcp", "0")
    with serial.serial_for_url(running.address, timeout=WAIT_S) as port:
        port.write(b"\x10\x04\x01")
        assert port.read(1)[0] & 0b1001_1011 == 0b0001_0010
    assert running.stop(signal.SIGINT) == (0, b"")


def test_the_page_printer_calls_itself_by_the_address_it_has(folder: Path) -> None:
    running = Running(folder, "page")
    scheme, _, rest = running.address.partition("://")
    host, _, path = rest.partition("/")
    assert (scheme, path) == ("ipp", "ipp/print")
    attributes = (
        (0x47, b"attributes-charset", b"utf-8"),
        (0x48, b"attributes-natural-language", b"en"),
        (0x45, b"printer-uri", running.address.encode()),
        (0x44, b"requested-attributes", b"printer-uri-supported"),
    )
    body = b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01"  # IPP/2.0, Get-Printer-Attributes, request 1 (RFC 8010 3.1)
    for tag, name, value in attributes:
        body += bytes([tag]) + len(name).to_bytes(2, "big") + name + len(value).to_bytes(2, "big") + value
    connection = http.client.HTTPConnection(host, timeout=WAIT_S)
    connection.request("POST", "/ipp/print", body + b"\x03", {"Content-Type": "application/ipp"})
    answer = connection.getresponse().read()
    connection.close()
    assert answer[2:4] == b"\x00\x00"
    assert running.address.encode() in answer
    assert running.stop() == (0, b"")


def test_a_page_printer_of_another_make(folder: Path) -> None:
    """Dots alone, no counts, three sheets; and its power fails by the control socket."""
    control = folder / "control"
    paper = ("--reads", "dots", "--uncounted", "--sheets", "3")
    habits = ("--jam-recovery", "off", "--keep-jobs", "--cancel-late")
    running = Running(folder, "page", "--control", str(control), "--hurry", "20", *paper, *habits)
    host = running.address.split("/")[2]
    head = b"\x47\0\x12attributes-charset\0\x05utf-8\x48\0\x1battributes-natural-language\0\x02en"
    target = b"\x45\0\x0bprinter-uri" + len(running.address).to_bytes(2, "big") + running.address.encode()
    ask = b"\x02\0\0\x0b\0\0\0\x01\x01" + head + target + b"\x03"  # IPP/2.0, Get-Printer-Attributes (RFC 8010 3.1)
    connection = http.client.HTTPConnection(host, timeout=WAIT_S)
    connection.request("POST", "/ipp/print", ask, {"Content-Type": "application/ipp"})
    answer = connection.getresponse().read()
    connection.close()
    assert b"image/pwg-raster" in answer
    assert b"application/pdf" not in answer
    assert b"level=-2;" in answer
    assert b"media-low-report" in answer
    with socket.socket(socket.AF_UNIX) as hand:
        hand.settimeout(WAIT_S)
        hand.connect(str(control))
        acts = ("vanish", "come_back", "empty", "jam", "clear", "full", "lie", "abort")
        for act, *more in (*((act,) for act in acts), ("power_cycle", "with_job"), ("habit", "keeps_jobs")):
            hand.sendall(json.dumps({"do": act, "with": ["page", *more]}).encode() + b"\n")
            assert json.loads(hand.recv(4096)) == {"ok": True}
        hand.sendall(b'{"do": "jam", "with": ["hopper", 100]}\n')
        assert "only the page simulator is here" in json.loads(hand.recv(4096))["error"]
    assert running.stop() == (0, b"")


@pytest.mark.parametrize("own_folder", [False, True])
def test_the_centre_over_mutual_tls(folder: Path, own_folder: bool) -> None:
    where = folder / "keys"
    keys = ["--tls-dir", str(where)] if own_folder else []
    running = Running(folder, "centre", "--at", "2025-10-08T22:30", "--terminal", "t1", *keys)
    certificate, key = running.words["certificate"], running.words["key"]
    assert Path(key).is_relative_to(where if own_folder else folder)
    context = ssl.create_default_context(cafile=running.words["authority"])
    context.load_cert_chain(certificate, key)
    host = running.address.removeprefix("https://")
    connection = http.client.HTTPSConnection(host, timeout=WAIT_S, context=context)
    ask = json.dumps({"request_id": "t1-1-1-1", "terminal": "t1"})
    connection.request("POST", "/v1/service-state", ask, {"Content-Type": "application/json; charset=utf-8"})
    assert json.loads(connection.getresponse().read())["time"].startswith("2025-10-08T22:3")
    connection.close()
    assert running.stop() == (0, b"")


def test_a_card_for_a_reader_that_is_there(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as vpcd:
        vpcd.settimeout(READY_S)
        port = vpcd.getsockname()[1]
        running = Running(folder, "card", "--persona", "juki-rokuro", "--vpcd", f"127.0.0.1:{port}")
        assert running.address == f"vpcd://127.0.0.1:{port}"
        assert running.words == {"card": "juki-rokuro"}
        card, _ = vpcd.accept()
        with card:
            card.settimeout(WAIT_S)
            card.sendall(b"\x00\x01\x04")  # GET ATR
            assert card.recv(64)[2] in (0x3B, 0x3F)  # TS (ISO/IEC 7816-3 8.1)
            assert running.stop() == (0, b"")
            assert card.recv(1) == b""


def test_no_card_until_it_is_laid(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as vpcd:
        vpcd.settimeout(READY_S)
        control = folder / "control"
        port = vpcd.getsockname()[1]
        running = Running(folder, "card", "--empty", "--vpcd", f"127.0.0.1:{port}", "--control", str(control))
        assert running.words == {"card": "none"}
        with socket.socket(socket.AF_UNIX) as hand:
            hand.settimeout(WAIT_S)
            hand.connect(str(control))
            hand.sendall(b'{"do": "lay", "with": ["card"]}\n')
            assert json.loads(hand.recv(4096)) == {"ok": True}
            card, _ = vpcd.accept()
            with card:
                hand.sendall(b'{"do": "take", "with": ["card"]}\n')
                assert json.loads(hand.recv(4096)) == {"ok": True}
                card.settimeout(WAIT_S)
                assert card.recv(1) == b""
        assert running.stop() == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["cash", "--hurry", "0"], "--hurry 0: expected a whole number from 1 to 1000"),
        (["cash", "--hurry", "9" * 5000], "expected a whole number"),
        (["cash", "--at", "tomorrow"], "--at tomorrow: expected a date"),
        (["cash", "--at", "0001-01-01T00:00+14:00"], "expected a date"),
        (["page", "--port", "65536"], "--port 65536: expected a whole number from 0 to 65535"),
        (["receipt", "--tcp", "9100x"], "--tcp 9100x: expected"),
        (["card", "--vpcd", "35963"], "expected HOST:PORT"),
        (["card", "--persona", "nobody"], "no persona 'nobody'; known are"),
        (["cash", "--link", "/"], "cannot link / to"),
        (["cash", "--crc", "40", "41"], "no cash device at address 41"),
        (["cash", "--crc", "x"], "--crc x: expected a whole number from 0 to 255"),
        (["cash", "--control", "/nowhere/control"], "control socket /nowhere/control: No such file"),
        (["centre", "--tls-dir", "/dev/null"], "cannot write the client's certificate in /dev/null"),
    ],
)
def test_a_wrong_value_is_one_clear_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert main(["sim", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_port_that_is_taken_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["sim", "page", "--port", str(port)]) == 2
    assert f"port {port}: Address already in use" in capsys.readouterr().err


def test_dates_are_japans_and_a_day_alone_is_ten_in_the_morning() -> None:
    assert read_at("2025-10-08").isoformat() == "2025-10-08T10:00:00+09:00"
    assert read_at("2025-10-08T14:30").isoformat() == "2025-10-08T14:30:00+09:00"
    assert read_at("2025-10-08T05:30+00:00").isoformat() == "2025-10-08T14:30:00+09:00"
    with pytest.raises(UsageError):
        read_at("1868-01-25")
