"""What can go wrong when a simulator is put on a real wire."""

from __future__ import annotations


class HostError(Exception):
    """Raised when a wire cannot be set up: names it, and what a person can do about it."""


class ReactorStopped(RuntimeError):
    """Raised by `Reactor.call` when the reactor's thread has ended; its cause is what ended it, if anything did."""
