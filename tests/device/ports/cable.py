"""A reader with a cable to pull: vpcd behind a driver of our own, which fails as if its device had left the bus.

vpcd itself always answers, and a pcscd that is built with libudev drops and finds readers on USB alone. So the reader
stays on pcscd's list, as one that cannot be asked; only a restart takes it from there and brings it back.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from device.testing.pcscd import PrivatePcscd
from device.testing.pcscd_here import driver, free_pair, which

NAME = "Corded PCD"

_COMMUNICATION_ERROR = 612  # ifdhandler.h

# every call goes on to vpcd, in a copy of its own: the other one has its reader's state in it
_DRIVER = """
#include <dlfcn.h>
#include <unistd.h>
typedef unsigned long D;
struct pci { D protocol, length; };
static void *real(const char *name) {
    static void *library;
    if (!library) library = dlopen(VPCD, RTLD_NOW | RTLD_LOCAL);
    return dlsym(library, name);
}
#define HAND_ON(name, parameters, arguments) \\
    long name parameters { return access(CABLE, F_OK) ? FAILURE : ((long (*) parameters) real(#name)) arguments; }
HAND_ON(IFDHCreateChannelByName, (D lun, char *device), (lun, device))
HAND_ON(IFDHCreateChannel, (D lun, D channel), (lun, channel))
HAND_ON(IFDHGetCapabilities, (D lun, D tag, D *size, unsigned char *value), (lun, tag, size, value))
HAND_ON(IFDHSetCapabilities, (D lun, D tag, D size, unsigned char *value), (lun, tag, size, value))
HAND_ON(IFDHSetProtocolParameters, (D lun, D protocol, unsigned char flags, unsigned char a, unsigned char b,
    unsigned char c), (lun, protocol, flags, a, b, c))
HAND_ON(IFDHPowerICC, (D lun, D action, unsigned char *atr, D *size), (lun, action, atr, size))
HAND_ON(IFDHTransmitToICC, (D lun, struct pci send, unsigned char *out, D out_size,
    unsigned char *in, D *in_size, void *receive), (lun, send, out, out_size, in, in_size, receive))
HAND_ON(IFDHControl, (D lun, D code, unsigned char *out, D out_size, unsigned char *in, D in_size, D *got),
    (lun, code, out, out_size, in, in_size, got))
HAND_ON(IFDHICCPresence, (D lun), (lun))
long IFDHCloseChannel(D lun) { return ((long (*)(D)) real("IFDHCloseChannel"))(lun); }
"""


def why_no_cable() -> str | None:
    """Why there can be no such reader here; None when there can."""
    return None if which("cc") else "no C compiler for a driver (package gcc)"


class CordedReader:
    """A second reader of a pcscd, `Corded PCD 00 00`, plugged in; cards connect to `port`. Restarts pcscd.

    folder: for the driver, until `remove`.
    """

    def __init__(self, service: PrivatePcscd, folder: Path) -> None:
        self._service, self._cable = service, folder / "cable"
        library, vpcd, source = folder / "libcorded.so", folder / "libvpcd.so", folder / "corded.c"
        shutil.copyfile(driver(), vpcd)
        source.write_text(_DRIVER)
        facts = (f'-DVPCD="{vpcd}"', f'-DCABLE="{self._cable}"', f"-DFAILURE={_COMMUNICATION_ERROR}")
        subprocess.run([str(which("cc")), "-shared", "-fPIC", *facts, "-o", library, source, "-ldl"], check=True)
        self.port = free_pair()
        self._entry = service.config / "corded"
        self._entry.write_text(
            f'FRIENDLYNAME "{NAME}"\nDEVICENAME /dev/null:0x{self.port:04X}\n'
            f"LIBPATH {library}\nCHANNELID 0x{self.port:04X}\n"
        )
        self.plug()
        self.restart()

    def plug(self) -> None:
        """Put the cable in."""
        self._cable.touch()

    def pull(self) -> None:
        """Pull the cable out."""
        self._cable.unlink()

    def restart(self) -> None:
        """Restart pcscd: it knows the readers then that are plugged in."""
        self._service.stop_daemon()
        self._service.start_daemon()

    def remove(self) -> None:
        """Take it out of the configuration; the next start of pcscd does not know it any more."""
        self._entry.unlink()
