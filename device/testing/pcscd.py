"""A pcscd of one's own with a virtual reader: the real PC/SC service, without root and without a machine's own.

A holder process in a mount namespace of its own has an empty /run, in which it runs `pcscd` with one reader,
vpcd (vsmartcard's virtual reader, Debian package vsmartcard-vpcd). A virtual card inserts itself by a TCP
connection to `port`. Clients reach the service through `socket`, whose path goes through /proc.

- libpcsclite looks at PCSCLITE_CSOCK_NAME once, at its first call, and never again: one process can reach one
  private pcscd in its life, and the variable must be set before.
- vpcd listens on all interfaces, without any authentication, on `port` and the next one, and has no setting for
  that: a test tool, never for a kiosk. Hence high ports, chosen anew each time, and a short life.
- USB readers of the machine are hidden, so that they stay with the machine's own pcscd.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from threading import RLock
from types import TracebackType

from device.clock import RealClock
from device.testing.pcscd_here import (
    HOLDER,
    driver,
    free_pair,
    is_over,
    listens,
    namespace,
    pcscd_options,
    search_path,
    which,
    why_not,
)
from drivers.clock import NS_PER_MS, NS_PER_S

__all__ = ["READER", "PcscdFailed", "PrivatePcscd", "why_not"]

READER = "Virtual PCD 00 00"
"""What the reader is called in PC/SC (slot 0; slot 1, `Virtual PCD 00 01`, stays empty)."""

START_LIMIT_S = 10.0
STARTS_MAX = 5
LOOK_EACH_MS = 5

class PcscdFailed(RuntimeError):
    """Raised when the private pcscd does not come up; says what it printed last."""


class PrivatePcscd:
    """A running pcscd with one virtual reader; a context manager. Any thread may stop and start it.

    Raises `PcscdFailed` when it cannot run here (`why_not` says so beforehand) or does not come up.
    """

    def __init__(self) -> None:
        reason = why_not()
        if reason is not None:
            raise PcscdFailed(reason)
        self._clock = RealClock()
        self._folder = Path(tempfile.mkdtemp(prefix="madoguchi-pcscd-"))
        self._log = self._folder / "pcscd.log"
        self._config = self._folder / "readers"
        self._config.mkdir()
        self._daemon: int | None = None
        self._lock = RLock()
        self._port = 0
        self._holder = self._hold()
        try:
            self._first_start()
        except BaseException:
            self.close()
            raise

    @property
    def port(self) -> int:
        """vpcd's TCP port on this machine: a virtual card connects here, and is then on the reader."""
        return self._port

    @property
    def socket(self) -> str:
        """The path of the service's socket, for PCSCLITE_CSOCK_NAME."""
        return f"/proc/{self._holder.pid}/root/run/pcscd/pcscd.comm"

    @property
    def config(self) -> Path:
        """The folder of its readers (reader.conf(5)), read at each start.

        SIGUSR1 (`pcscd --hotplug`) does not make a pcscd that is built with libudev read it again (seen on 1.9.9).
        """
        return self._config

    def freeze(self) -> None:
        """Have it stand still, as under a debugger or on a machine without memory: every call of a client hangs."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on. Nothing where it runs."""
        self._signal(signal.SIGCONT)

    def stop_daemon(self) -> None:
        """End the service, as `systemctl stop pcscd` would; its clients lose it. Nothing where it is down."""
        with self._lock:
            if self._daemon is not None:
                self.thaw()
                self._daemon = None
                self._tell("stop")

    def kill_daemon(self) -> None:
        """End the service without its leave, as for one that no longer heeds anything. Nothing where it is down."""
        with self._lock:
            self._signal(signal.SIGKILL)
            self.stop_daemon()

    def start_daemon(self) -> None:
        """Start the service again, on the same socket and port. Nothing where it is up. Raises `PcscdFailed`."""
        with self._lock:
            if self._daemon is None:
                self._daemon = int(self._tell("start"))
                self._await_service(self._daemon)

    def close(self) -> None:
        """End everything. A second call does nothing."""
        with self._lock:
            self.thaw()
            self._end()

    def _signal(self, number: int) -> None:
        with self._lock:
            if self._daemon is not None:
                os.kill(self._daemon, number)

    def _end(self) -> None:
        self._daemon = None
        stdin, stdout = self._holder.stdin, self._holder.stdout
        if stdin is None or stdout is None or stdin.closed:
            return
        stdin.close()
        try:
            self._holder.wait(START_LIMIT_S)
        except subprocess.TimeoutExpired:  # pcscd hangs in a reader: the card's side does not answer
            os.killpg(self._holder.pid, signal.SIGKILL)
            self._holder.wait()
        stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)  # the holder has done so, unless it was killed

    def __enter__(self) -> PrivatePcscd:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _hold(self) -> subprocess.Popen[str]:
        pcscd = [str(which("pcscd")), "--foreground", "--config", str(self._config)]
        if "--disable-polkit" in pcscd_options():  # no system bus in there, hence nobody to ask
            pcscd.append("--disable-polkit")
        return subprocess.Popen(
            ["unshare", *(namespace() or ()), "--propagation", "private", "sh", "-c", HOLDER, "holder", *pcscd],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": search_path(), "PCSCD_LOG": str(self._log), "PCSCD_FOLDER": str(self._folder), "LC_ALL": "C"},
            text=True,
            start_new_session=True,  # Ctrl-C at the terminal is ours to handle, not the holder's
        )

    def _tell(self, word: str) -> str:
        stdin, stdout = self._holder.stdin, self._holder.stdout
        if stdin is None or stdout is None or stdin.closed:
            raise PcscdFailed("the private pcscd is closed")
        try:
            stdin.write(f"{word}\n")
            stdin.flush()
        except BrokenPipeError:
            raise PcscdFailed("the holder of the private pcscd ended: no tmpfs could be mounted") from None
        line = stdout.readline().strip()
        if not line:
            raise PcscdFailed("the holder of the private pcscd ended: no tmpfs could be mounted")
        return line

    def _first_start(self) -> None:
        for start in range(1, STARTS_MAX + 1):
            self._port = free_pair()
            (self._config / "vpcd").write_text(
                'FRIENDLYNAME "Virtual PCD"\n'
                f"DEVICENAME /dev/null:0x{self._port:04X}\n"
                f"LIBPATH {driver()}\n"
                f"CHANNELID 0x{self._port:04X}\n"
            )
            try:
                self.start_daemon()
            except PcscdFailed:  # somebody took the port in between
                if start == STARTS_MAX:
                    raise
                self.stop_daemon()
            else:
                return

    def _await_service(self, daemon: int) -> None:
        """Until the socket is there and vpcd listens; a connection to try it would be a card."""
        deadline_ns = self._clock.monotonic_ns() + round(START_LIMIT_S * NS_PER_S)
        while not (Path(self.socket).exists() and listens(daemon, self._port)):
            if self._clock.monotonic_ns() >= deadline_ns or is_over(daemon):
                lines = self._log.read_text(errors="replace").splitlines()[-3:]
                raise PcscdFailed(f"pcscd does not come up with vpcd on port {self._port}: {'; '.join(lines)}")
            self._clock.wait_until(self._clock.monotonic_ns() + LOOK_EACH_MS * NS_PER_MS)
