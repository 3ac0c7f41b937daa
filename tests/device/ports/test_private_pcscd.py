"""The PC/SC service of one's own: it comes, restarts, and leaves nothing behind."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from device.testing.pcscd import PcscdFailed, PrivatePcscd, why_not

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))


def answers(service: PrivatePcscd) -> bool:
    """Whether a client reaches the service's socket."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(service.socket) == 0


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def holder_of(service: PrivatePcscd) -> int:
    return int(Path(service.socket).parts[2])


def test_two_of_them_do_not_know_each_other() -> None:
    with PrivatePcscd() as one, PrivatePcscd() as other:
        assert one.socket != other.socket
        assert abs(one.port - other.port) > 1
        assert answers(one)
        assert answers(other)
        one.stop_daemon()
        assert not answers(one)
        assert answers(other)


def test_a_restart_keeps_socket_and_port() -> None:
    with PrivatePcscd() as service:
        before = (service.socket, service.port)
        service.stop_daemon()
        service.stop_daemon()
        assert not listens(service.port)
        service.start_daemon()
        service.start_daemon()
        assert (service.socket, service.port) == before
        assert answers(service)
        assert listens(service.port)


def test_closing_leaves_nothing_behind() -> None:
    service = PrivatePcscd()
    holder, port = holder_of(service), service.port
    service.close()
    service.close()
    assert not Path(f"/proc/{holder}").exists()
    assert not listens(port)
    with pytest.raises(PcscdFailed, match="closed"):
        service.start_daemon()


def test_it_ends_with_the_process_that_had_it_however_that_ended() -> None:
    story = (
        "import os, signal\n"
        "from device.testing.pcscd import PrivatePcscd\n"
        "service = PrivatePcscd()\n"
        "print(service.port, service._folder, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", story], capture_output=True, text=True, check=False)
    port, folder = killed.stdout.split()  # read to its end: the holder, which has that end too, is over
    assert not listens(int(port))
    assert not Path(folder).exists()
