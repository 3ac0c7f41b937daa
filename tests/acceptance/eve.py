"""ippeveprinter, an IPP printer that nobody here wrote, as a process on loopback with a bus of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from device.clock import RealClock
from device.ports.opening import open_http
from drivers.errors import DeviceError
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.port import OpenPort

LIMIT_S: Final = 20.0
PROGRAMS: Final = ("ippeveprinter", "ippevepcl", "dbus-daemon")
PDF: Final = "application/pdf"
PWG_RASTER: Final = "image/pwg-raster"

_WAIT_FOR_GO: Final = 'until [ -e "$DESK/go" ]; do sleep 0.02; done'
_COMMAND: Final = f"""#!/bin/sh
# The engine: what it does stands in the file `engine`. $1 is the document.
DESK=%s
case "$(cat "$DESK/engine")" in
whole)
  if [ "$CONTENT_TYPE" = {PWG_RASTER} ]; then exec ippevepcl "$1" > "$DESK/pcl"; fi
  echo "ATTR: job-impressions-completed=2" >&2 ;;
nothing) ;;
jam)
  echo "STATE: +media-jam-error" >&2
  {_WAIT_FOR_GO}
  echo "STATE: -media-jam-error" >&2
  exit 1 ;;
slow)
  {_WAIT_FOR_GO}
  echo "ATTR: job-impressions-completed=2" >&2 ;;
esac
exit 0
"""


def why_not() -> str | None:
    """Why none can run here; None when it can."""
    missing = [program for program in PROGRAMS if _which(program) is None]
    return f"{', '.join(missing)} not installed (packages cups-ipp-utils, dbus-daemon)" if missing else None


def _which(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Eve:
    """One printer. folder: its home, spool and all; document_format: the one that it reads."""

    def __init__(self, folder: Path, document_format: str = PDF) -> None:
        self.folder, self._format = folder, document_format
        self.spool = folder / "spool"
        self.spool.mkdir()
        command = folder / "command"
        command.write_text(_COMMAND % folder)
        command.chmod(0o700)
        self.engine("whole")
        bus = f"unix:path={folder / 'bus'}"
        # it wants DNS-SD and ends without a system bus; nobody has to listen on that bus
        self._bus = self._run("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}")
        self._environment = {
            "PATH": f"{os.environ['PATH']}:/usr/sbin",
            "HOME": str(folder),
            "DBUS_SYSTEM_BUS_ADDRESS": bus,
            "LC_ALL": "C",
        }
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.uri = f"ipp://localhost:{self.port}/ipp/print"
        self._await(lambda: (folder / "bus").exists(), "the bus")
        self.start()

    def start(self) -> None:
        """Switch it on; a new printer knows nothing of the jobs of the one before it."""
        self._printer = self._run(
            "ippeveprinter",
            *("-r", "off", "-2", "-k", "-c", str(self.folder / "command"), "-d", str(self.spool)),
            *("-n", "localhost", "-p", str(self.port), "-f", self._format, "KioskA4"),
        )
        self._await(self._answers, "ippeveprinter")
        self.load()

    def vanish(self) -> None:
        """Its power fails."""
        self._printer.send_signal(signal.SIGKILL)
        self._printer.wait(LIMIT_S)

    def close(self) -> None:
        """Nothing is left running."""
        (self.folder / "go").touch()
        for process in (self._printer, self._bus):
            process.kill()
            process.wait(LIMIT_S)

    def engine(self, does: str) -> None:
        """What happens to the jobs from now on: `whole`, `nothing`, `jam` or `slow`; the last two wait for `go`."""
        (self.folder / "go").unlink(missing_ok=True)
        (self.folder / "engine").write_text(does)

    def go(self) -> None:
        """The jam is cleared, or the slow engine has warmed up."""
        (self.folder / "go").touch()

    def load(self, sheets: int = 100) -> None:
        """A4 into its tray, or none; by the printer's own web page."""
        self._web(f"/media?size1=iso_a4_210x297mm&type1=stationery&level1={sheets}&size3=&type3=&level3=25")

    def spooled(self) -> list[Path]:
        """The documents it was sent, oldest first."""
        found = (path for path in self.spool.iterdir() if path.suffix != ".prn")  # those are its engine's
        return sorted(found, key=lambda path: int(path.name.partition("-")[0]))

    def driver(self, wire: Callable[[OpenPort], OpenPort] = lambda open_port: open_port) -> PagePrinter:
        """Ours, on a connection of its own. wire: what lies between."""
        clock = RealClock()
        host, open_port, _ = open_http(self.uri, clock)
        return PagePrinter(HttpClient("page printer", host, wire(open_port), clock), self.uri, clock)

    def _web(self, path: str) -> None:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=LIMIT_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()  # its head comes before the printer has done it, the page's end behind it
        connection.close()

    def _answers(self) -> bool:
        try:
            self.driver().status()
        except DeviceError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        path = _which(program)
        assert path is not None
        return subprocess.Popen(
            [path, *arguments],
            env=getattr(self, "_environment", None),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @staticmethod
    def _await(there: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + LIMIT_S
        while not there():
            assert time.monotonic() < until, f"{what} does not come up"
            time.sleep(0.02)
