"""What a machine offers for a pcscd of one's own: programs, namespaces, ports, what a process has open; its holder."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
from functools import cache
from pathlib import Path

_PORTS = range(20_000, 32_000, 2)  # below the kernel's own choice for outgoing connections (32768 and up)
_PROGRAMS = (("pcscd", "pcscd"), ("unshare", "util-linux"), ("mount", "mount"))
_SBIN = "/usr/sbin:/sbin"
_PACKAGED_CONFIG = Path("/etc/reader.conf.d/vpcd")
_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")


# The holder: reads `start` and `stop`, answers with a line each, and takes pcscd with it when its input ends,
# however that came about. `$@` is pcscd and its arguments.
HOLDER = """
mount -t tmpfs tmpfs /run && mkdir /run/pcscd || exit 1
[ ! -d /dev/bus/usb ] || mount -t tmpfs tmpfs /dev/bus/usb || exit 1
pid=
end() {
    [ -n "$pid" ] || return
    kill "$pid"
    { sleep 3; kill -KILL "$pid"; } >/dev/null 2>&1 </dev/null &
    wait "$pid"
    kill $!
    pid=
} 2>/dev/null
while read -r word; do
    case $word in
        start) "$@" >>"$PCSCD_LOG" 2>&1 </dev/null & pid=$!; echo "$pid" ;;
        stop) end; echo stopped ;;
    esac
done
end
rm -rf "$PCSCD_FOLDER"
"""


@cache
def why_not() -> str | None:
    """Why a private pcscd cannot run here, in words for a test's skip; None when it can."""
    for program, package in _PROGRAMS:
        if which(program) is None:
            return f"{program} is not installed (package {package})"
    if not driver().exists():
        return "vpcd, the virtual reader, is not installed (package vsmartcard-vpcd)"
    if namespace() is None:
        return "unshare: this system permits no mount namespace (neither as root nor in a user namespace)"
    return None


def search_path() -> str:
    """Where programs are: a plain user's own PATH lacks the sbin folders."""
    return f"{os.environ.get('PATH', '/usr/bin:/bin')}:{_SBIN}"


def which(program: str) -> str | None:
    """Where this program is; None when it is not installed."""
    return shutil.which(program, path=search_path())


def driver() -> Path:
    """vpcd's library, where its package's own configuration says."""
    if _PACKAGED_CONFIG.exists():
        for line in _PACKAGED_CONFIG.read_text(errors="replace").splitlines():
            key, _, value = line.partition(" ")
            if key == "LIBPATH":
                return Path(value.strip())
    return _DRIVER


@cache
def namespace() -> tuple[str, ...] | None:
    """The options of `unshare` that work here: root's own way, or through a user namespace."""
    for options in (("-m",), ("-r", "-m")):
        trial = subprocess.run(
            ["unshare", *options, "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", "/run"],
            env={"PATH": search_path()},
            capture_output=True,
            check=False,
        )
        if trial.returncode == 0:
            return options
    return None


@cache
def pcscd_options() -> str:
    """What this pcscd says it can be told."""
    return subprocess.run([str(which("pcscd")), "--help"], capture_output=True, text=True, check=False).stdout


def free_pair() -> int:
    """A port that is free together with the next one; vpcd takes both."""
    while True:
        port = random.choice(_PORTS)
        try:
            for number in (port, port + 1):
                with socket.socket() as probe:
                    probe.bind(("", number))
        except OSError:
            continue
        return port


def listens(process: int, port: int) -> bool:
    """Whether this very process listens on the port (proc(5): /proc/net/tcp, state 0A)."""
    suffix = f":{port:04X}"
    inodes = {
        f"socket:[{columns[9]}]"
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if (columns := line.split())[1].endswith(suffix) and columns[3] == "0A"
    }
    return bool(inodes) and any(_link(entry) in inodes for entry in _open_files(process))


def _open_files(process: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process}/fd").iterdir())
    except OSError:  # it has ended
        return []


def _link(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:  # closed since
        return ""


def is_over(process: int) -> bool:
    """Whether the process has ended; its parent may not have noticed yet (state Z)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
