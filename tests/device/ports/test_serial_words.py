"""What a person reads when a serial line cannot be used."""

from __future__ import annotations

import errno
import grp
import os
from pathlib import Path

import pytest
from serial import SerialException

from device.ports.serial_words import serial_words


def test_permission_denied_names_the_group_that_may(tmp_path: Path) -> None:
    line = tmp_path / "ttyUSB0"
    line.touch()
    cause, hint = serial_words(PermissionError(errno.EACCES, "no"), str(line), opening=True)
    assert cause == "permission denied"
    assert grp.getgrgid(line.stat().st_gid).gr_name in hint


def test_permission_denied_where_the_line_cannot_be_looked_at(tmp_path: Path) -> None:
    assert "user" in serial_words(PermissionError(errno.EACCES, "no"), str(tmp_path / "nowhere"), opening=True)[1]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "no such device"),
        (errno.EIO, "gone"),
        (errno.EAGAIN, "another program"),
        (errno.EBUSY, "another program"),
        (errno.ENOSPC, os.strerror(errno.ENOSPC)),
    ],
)
def test_each_number_has_its_words(number: int, words: str) -> None:
    assert words in serial_words(SerialException(number, "as pyserial puts it"), "/dev/ttyS1", opening=True)[0]


def test_a_number_that_pyserial_swallowed_is_found_behind_its_error() -> None:
    def as_pyserial_does() -> None:
        try:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "no")
        except OSError as error:
            raise SerialException(f"could not open port: {error}")  # noqa: B904

    with pytest.raises(SerialException) as caught:
        as_pyserial_does()
    assert "nobody listens" in serial_words(caught.value, "rfc2217://bench:4001", opening=True)[0]


def test_an_error_without_any_number_still_says_something() -> None:
    error = SerialException("the reader thread died")
    assert "gone" in serial_words(error, "rfc2217://bench:4001", opening=False)[0]
    assert "no serial line" in serial_words(error, "rfc2217://bench:4001", opening=True)[0]
