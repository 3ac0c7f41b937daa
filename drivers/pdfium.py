"""PDFium for everybody in this process: one call at a time.

PDFium is not thread-safe: two calls at once, even on two documents, end in garbage or a crash (pypdfium2's own readme,
"Thread incompatibility"). The press, the page printer's driver and the simulators work in threads of their own, and
documents that nobody closed are closed by the garbage collector in whatever thread it runs. So every function of the
library itself takes one lock, which all of the process share: it lies with the library's functions, under a name that
whoever else guards them looks for too.

Imported where it is needed, and not before: the library is large.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from types import ModuleType
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

__all__ = ["pypdfium2", "raw", "serialise"]

LOCK = "one_call_at_a_time"
"""The lock's name in the module with the library's functions."""


def serialise(library: ModuleType) -> None:
    """Put one lock before every function of `library`; nothing where that was done."""
    lock: AbstractContextManager[Any] = threading.RLock()  # its callbacks call it again
    if vars(library).setdefault(LOCK, lock) is not lock:
        return
    for name, function in list(vars(library).items()):
        if hasattr(type(function), "argtypes"):
            setattr(library, name, _locked(function, lock))


def _locked(function: Callable[..., Any], lock: AbstractContextManager[Any]) -> Callable[..., Any]:
    @wraps(function, assigned=("__name__",))
    def one_at_a_time(*arguments: Any) -> Any:
        with lock:
            return function(*arguments)

    return one_at_a_time


serialise(raw)
