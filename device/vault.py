"""The vault: the one place where personal data lives, and only for as long as a session needs it.

Everything else in the house carries handles, counts and codes, so nothing personal *can* be
written down (service rule book §7: nothing is stored in the machine). PIN digits come one at a
time into a buffer of fixed size that is overwritten after use; names, certificates and documents
lie under handles and are dropped at the session's end. A `bytearray` put in is overwritten when
it is dropped; `bytes` and `str` cannot be overwritten in Python, they are only let go.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from drivers.errors import KioskError

T = TypeVar("T")

PIN_CAPACITY = 16
"""Characters: 4 for the user certificate, 6 to 16 for the signature password (service §4)."""

HANDLES_MAX = 256
"""More than any session needs: one that holds more has forgotten to drop."""

# Handles are logged, so no name may be one; but some come from the centre, opaque ASCII.
_HANDLE = re.compile(r"[!-~]{1,80}")


class VaultEmpty(KioskError):
    """Raised when nothing lies under the handle: never put in, used up, or the session is over."""

    def __init__(self, handle: str) -> None:
        self.handle = handle
        super().__init__(f"vault: nothing under {handle}; the session that put it there may be over")


class VaultFull(KioskError):
    """Raised when `HANDLES_MAX` things are in already."""


class Vault:
    """Personal data by handle, and the PIN being entered. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, object] = {}
        self._pin = bytearray(PIN_CAPACITY)  # never grows: a moved buffer would leave its old copy behind
        self._pin_length = 0
        self._visit = 0

    # --- things by handle

    @property
    def visit(self) -> int:
        """Counts the sessions: it moves with each `drop_all`."""
        return self._visit

    def put(self, handle: str, value: object, *, visit: int | None = None) -> None:
        """Keep `value` under `handle`; what lay there before is dropped.

        visit: the session it belongs to; an answer that comes after that session is not kept.

        Raises `VaultEmpty` when that session is over, `VaultFull` when it is full, and ValueError for
        a handle that is not 1 to 80 printable ASCII characters without blanks (its text is not
        repeated: it may be the very thing to hide).
        """
        if _HANDLE.fullmatch(handle) is None:
            raise ValueError("a vault handle is 1 to 80 printable ASCII characters without blanks")
        with self._lock:
            if visit is not None and visit != self._visit:
                raise VaultEmpty(handle)
            if handle not in self._held and len(self._held) >= HANDLES_MAX:
                raise VaultFull(f"vault: {HANDLES_MAX} things are in already; drop_all() at a session's end")
            old = self._held.get(handle)
            self._held[handle] = value
        if old is not value:
            _overwrite(old)

    def get(self, handle: str) -> object:
        """What lies under `handle`. Raises `VaultEmpty`."""
        with self._lock:
            try:
                return self._held[handle]
            except KeyError:
                raise VaultEmpty(handle) from None

    def held(self, handle: str, kind: type[T]) -> T:
        """What lies under `handle`, known to be a `kind`.

        Raises `VaultEmpty`, and TypeError (types only, never the value) when it is something else.
        """
        value = self.get(handle)
        if not isinstance(value, kind):
            raise TypeError(f"vault: {handle} is a {type(value).__name__}, not a {kind.__name__}")
        return value

    def text_of(self, handle: str) -> str:
        """The text under `handle`. Raises `VaultEmpty`, TypeError."""
        return self.held(handle, str)

    def bytes_of(self, handle: str) -> bytes:
        """The bytes under `handle`, a copy when a `bytearray` was put in. Raises `VaultEmpty`, TypeError."""
        value = self.get(handle)
        return bytes(value) if isinstance(value, bytearray) else self.held(handle, bytes)

    def __contains__(self, handle: str) -> bool:
        with self._lock:
            return handle in self._held

    def drop(self, handle: str) -> None:
        """Let go of what lies under `handle`, overwriting a `bytearray`; nothing there is no error."""
        with self._lock:
            value = self._held.pop(handle, None)
        _overwrite(value)

    def drop_all(self) -> None:
        """The session is over: let go of everything, the PIN included.

        A PIN that `use_pin` has handed out is left to that block, which overwrites it on its way
        out: overwritten under a VERIFY in the making, zeros would go to the card and cost a try.
        """
        with self._lock:
            values = list(self._held.values())
            self._held.clear()
            self._visit += 1
            self._wipe_pin()
        for value in values:
            _overwrite(value)

    # --- the PIN

    @property
    def pin_length(self) -> int:
        """How many characters of the PIN are in."""
        return self._pin_length

    def pin_digit(self, ch: str) -> int:
        """Take one more character; returns how many are in. The 17th and later are not taken.

        Raises ValueError (without the character) when it is not one ASCII letter or digit.
        """
        if len(ch) != 1 or not ch.isascii() or not ch.isalnum():
            raise ValueError("a PIN character is one ASCII letter or digit")
        with self._lock:
            if self._pin_length < PIN_CAPACITY:
                self._pin[self._pin_length] = ord(ch)
                self._pin_length += 1
            return self._pin_length

    def pin_correct(self) -> int:
        """訂正: take the last character back, overwriting it; returns how many are in."""
        with self._lock:
            if self._pin_length:
                self._pin_length -= 1
                self._pin[self._pin_length] = 0
            return self._pin_length

    def clear_pin(self) -> None:
        """Forget the PIN."""
        with self._lock:
            self._wipe_pin()

    @contextmanager
    def use_pin(self) -> Iterator[bytearray]:
        """Hand the PIN out, exactly as long as it is; on every way out it is overwritten with zeros.

        From the first moment the vault itself holds none: a PIN is used once. Raises
        `VaultEmpty("pin")` when none is in (a VERIFY without data would ask, not verify).
        """
        with self._lock:
            if not self._pin_length:
                raise VaultEmpty("pin")
            pin = self._pin[: self._pin_length]
            self._wipe_pin()
        try:
            yield pin
        finally:
            _overwrite(pin)

    def _wipe_pin(self) -> None:
        _overwrite(self._pin)
        self._pin_length = 0

    # --- never written down

    def __repr__(self) -> str:
        with self._lock:
            sizes = [f"{handle}: {_size(value)}" for handle, value in self._held.items()]
            return f"<Vault {', '.join([*sizes, f'pin: {self._pin_length}'])}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a vault is never copied or written down")


def _overwrite(value: object) -> None:
    if isinstance(value, bytearray):
        value[:] = bytes(len(value))  # the same length, hence the same memory


def _size(value: object) -> str:
    return str(len(value)) if isinstance(value, Sized) else "1"
