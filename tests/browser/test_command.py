"""`madoguchi demo` as a process: its one line, its clean end, and what a person can type wrong."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.request import urlopen

import pytest

from device.cli import main
from device.cli.demo import moment
from device.cli.errors import UsageError
from device.clock import TOKYO


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "device", "demo", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_when_told(end: signal.Signals) -> None:
    with running() as (process, line):
        words, url = line.rsplit(" ", 1)
        assert words == "madoguchi demo:"
        assert url.startswith("http://127.0.0.1:")
        with urlopen(url) as page, urlopen(url.strip() + "events") as events:  # one looks on while it ends
            assert b'<html lang="ja">' in page.read()
            assert events.readline() == b"event: show\n"
            process.send_signal(end)
            out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 2
    line = f"madoguchi demo: port {port} on 127.0.0.1: Address already in use; choose another with --port\n"
    assert capsys.readouterr() == ("", line)


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--at", "yesterday"], ["--at", "2025-13-01"]])
def test_what_is_no_port_and_no_date(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["demo", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert arguments[0] in err


def test_a_date_is_ten_in_the_morning_in_japan() -> None:
    assert moment("2025-10-08") == datetime(2025, 10, 8, 10, tzinfo=TOKYO)
    assert moment("2025-10-08T22:59") == datetime(2025, 10, 8, 22, 59, tzinfo=TOKYO)
    assert moment("2025-10-08T00:00:00+00:00").hour == 9
    with pytest.raises(UsageError):
        moment("")
