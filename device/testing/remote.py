"""A world that lives in a reactor's thread, used from a test's: every touch is made over there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sim.hosts import Reactor

_PLAIN = (int, float, str, bytes, bool, type(None), dict, list, tuple, frozenset, set)


class Remote:
    """Stands for one object of the world. Methods run in the reactor's thread, attributes are read there."""

    def __init__(self, reactor: Reactor, target: Any) -> None:
        self.__dict__["_reactor"], self.__dict__["_target"] = reactor, target

    def __getattr__(self, name: str) -> Any:
        value = self._reactor.call(partial(getattr, self._target, name))
        if isinstance(value, list):
            return list(value)
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, _PLAIN):
            return value
        return Remote(self._reactor, value)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        given = [a._target if isinstance(a, Remote) else a for a in arguments]
        return self._reactor.call(partial(self._target, *given, **named))
