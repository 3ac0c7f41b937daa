"""Is this a PDF that may be pressed? What is broken, huge, encrypted, of another size or active is refused here.

It is asked before any money is: the document is made ready while the customer waits at `preparing` (DESIGN §3).
"""

from __future__ import annotations

from device.press.apart import try_apart
from device.press.limits import Wrong
from device.press.structure import look_inside
from drivers.errors import BadAnswer


def inspect(pdf: bytes) -> None:
    """Raise `BadAnswer`, naming what is wrong and nothing of what stands there, unless this can be pressed.

    What passes has been opened, read and drawn within `device.press.limits`; so it may be again in this process.
    Raises `drivers.errors.Refused` when the process that opens documents cannot be started.
    """
    try:
        look_inside(pdf)
        try_apart(pdf)
    except Wrong as wrong:
        cause = str(wrong)
    else:
        return
    # raised out here: nothing of the document hangs on the exception
    raise BadAnswer("certificate centre", "make the document ready for the press", cause, "report it to the centre")
