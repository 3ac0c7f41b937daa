"""`madoguchi run` as whoever looks after a box uses it: things missing, things that come back, a clean end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from device.testing.pcscd import why_not
from sim.hosts import Reactor, RealClock, listen
from sim.receipt import ReceiptPrinter

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"no private pcscd here: {why_not()}")
DEMO = (files("device.config") / "demo.toml").read_text(encoding="utf-8")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


class Running:
    """A kiosk as a process of its own, and its screen."""

    def __init__(self, config: Path) -> None:
        command = [sys.executable, "-m", "device", "run", "--config", str(config)]
        self.process = subprocess.Popen(
            [*command, "--screen", "127.0.0.1:0", "--staff", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"screen wire on 127\.0\.0\.1:(\d+)", line)
        assert found is not None, line + self.end()
        self._socket = socket.create_connection(("127.0.0.1", int(found[1])), timeout=40)
        self._lines = self._socket.makefile("rb")

    def shows(self, screen: str) -> dict[str, object]:
        """Wait for a screen; everything before it is passed over."""
        for line in self._lines:
            message: dict[str, object] = json.loads(line)
            if message.get("screen") == screen:
                return message
        raise AssertionError(f"the kiosk ended before it showed {screen}: {self.end()}")

    def press(self, **what: str) -> None:
        """A press on the screen."""
        self._socket.sendall(json.dumps({"type": "press", **what}).encode() + b"\n")

    def end(self) -> str:
        """SIGTERM; what it had to say."""
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=70)
        return said

    def close(self) -> None:
        """Whatever is left of it goes."""
        self._lines.close()
        self._socket.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[list[Running]]:
    """Kiosks that end with the test."""
    kiosks: list[Running] = []
    yield kiosks
    for kiosk in kiosks:
        kiosk.close()


def start(kiosks: list[Running], config: Path) -> Running:
    kiosk = Running(config)
    kiosks.append(kiosk)
    return kiosk


def test_a_printer_that_is_missing_is_named_and_the_kiosk_opens_when_it_comes(
    box: list[Running], tmp_path: Path
) -> None:
    port = free_port()
    config = tmp_path / "kiosk.toml"
    config.write_text(DEMO.replace("sim://receipt", f"socket://127.0.0.1:{port}"), encoding="utf-8")
    kiosk = start(box, config)
    shown = kiosk.shows("out_of_service")
    assert ["領収書プリンター", "応答がありません。電源とケーブルを確認してください。"] in shown["table"]  # type: ignore[operator]
    clock = RealClock()
    with Reactor(clock) as reactor:
        printer = ReceiptPrinter(clock)
        reactor.add(printer)
        listen(reactor, printer, port=port)
        kiosk.shows("idle")
    assert f"127.0.0.1:{port}" in kiosk.end()
    assert kiosk.process.returncode == 0


def test_a_port_where_another_device_answers_is_named(box: list[Running], tmp_path: Path) -> None:
    """The coin acceptor's address leads to a receipt printer."""
    clock = RealClock()
    with Reactor(clock) as reactor:
        printer = ReceiptPrinter(clock)
        reactor.add(printer)
        _, port = listen(reactor, printer)
        config = tmp_path / "kiosk.toml"
        config.write_text(DEMO.replace("sim://cash", f"socket://127.0.0.1:{port}"), encoding="utf-8")
        kiosk = start(box, config)
        shown = kiosk.shows("out_of_service")
        assert ["コインベンダ", "応答がありません。電源とケーブルを確認してください。"] in shown["table"]  # type: ignore[operator]
        said = kiosk.end()
    assert f"coin acceptor at socket://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_screen_port_that_is_taken_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(DEMO, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        second = subprocess.run(
            [sys.executable, "-m", "device", "run", "--config", str(config), "--screen", where],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert second.returncode == 2
    (line,) = second.stderr.splitlines()
    assert "choose another port" in line


def test_a_stop_in_the_middle_of_a_visit_ends_it_first(box: list[Running], tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(DEMO + f'\n[store]\npath = "{tmp_path / "kiosk.db"}"\n', encoding="utf-8")
    kiosk = start(box, config)
    kiosk.shows("idle")
    kiosk.press(button="start")
    kiosk.shows("menu")
    kiosk.process.send_signal(signal.SIGTERM)
    shown = kiosk.shows("saying_sorry")
    assert shown["lines"] == ["ただいまご利用いただけなくなりました。処理を終了します。"]
    kiosk.process.communicate(timeout=70)
    assert kiosk.process.returncode == 0


def test_a_second_kiosk_on_the_same_store_is_one_line_and_exit_code_2(box: list[Running], tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(DEMO + f'\n[store]\npath = "{tmp_path / "kiosk.db"}"\n', encoding="utf-8")
    start(box, config).shows("idle")
    second = subprocess.run(
        [sys.executable, "-m", "device", "run", "--config", str(config), "--screen", "127.0.0.1:0"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert second.returncode == 2
    (line,) = second.stderr.splitlines()
    assert "another kiosk" in line
