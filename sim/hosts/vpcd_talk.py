"""What vpcd says to one card on one connection, and what the card answers, when."""

from __future__ import annotations

from collections.abc import Callable

from sim.card import Tray, VirtualCard
from sim.card.exchange import UNHEARD, Exchange
from sim.hosts.vpcd_wire import Control, Frames, frame
from sim.wire import Clock


class Talk:
    """From the connection's beginning to its end. send: whole frames; may call `end`.

    A mute card obeys the field, and leaves vpcd waiting for whatever it asks, its ATR included. vpcd asks for one
    thing at a time, and so one thing at most is owed when the card speaks again.
    """

    def __init__(
        self, tray: Tray, card: VirtualCard, send: Callable[[bytes], None], clock: Clock, hurry: float
    ) -> None:
        self._tray, self._card, self._send = tray, card, send
        self._clock, self._hurry = clock, hurry
        self._frames = Frames()
        self._open = True
        self._exchange: Exchange | None = None
        """The command under way."""
        self._answer: bytes | None = None
        """The card's, once it has been carried out."""
        self._owed: bytes | None = None
        self._due_ns: int | None = None

    def end(self) -> None:
        """The card or vpcd has gone; what is left of an APDU, a PIN perhaps, is forgotten."""
        self._open = False
        self._exchange = self._answer = self._owed = self._due_ns = None
        self._frames.clear()

    def next_due_ns(self) -> int | None:
        """When the command under way goes on."""
        return self._due_ns

    def tick(self) -> None:
        """Go on with the command, if it is time."""
        if self._exchange is not None and self._due_ns is not None and self._due_ns <= self._clock.monotonic_ns():
            self._due_ns = None
            self._work(self._exchange)
            self._go_on()

    def feed(self, data: bytes) -> None:
        """Bytes from vpcd. Raises `TooMuch`."""
        self._frames.feed(data)
        self._go_on()

    def look_up(self) -> None:
        """The card is mute, or speaks again."""
        if self._owed is not None and not self._tray.faults.muted:
            owed, self._owed = self._owed, None
            self._send(frame(owed))
            self._go_on()

    def _go_on(self) -> None:
        """Everything that has come, until something takes its time or the connection is gone."""
        while self._open and self._exchange is None and self._owed is None:
            payload = self._frames.take()
            if payload is None:
                return
            self._obey(payload)

    def _obey(self, payload: bytes) -> None:
        if len(payload) > 1:
            self._begin(payload)
        elif payload == Control.POWER_OFF:
            self._card.power_off()
        elif payload == Control.POWER_ON:
            self._card.power_on()
        elif payload == Control.RESET:
            self._card.reset()
        elif payload == Control.GET_ATR:  # pcscd's way to see whether the card is there: at any time, powered or not
            self._owe(self._card.atr)

    def _begin(self, apdu: bytes) -> None:
        exchange = self._tray.ask(apdu)
        if self._open:  # else a hand was quicker
            self._exchange = exchange
            self._due_ns = self._clock.monotonic_ns() + round(exchange.duration_ns / self._hurry)

    def _work(self, exchange: Exchange) -> None:
        """The next stage of a command: the card has done it, then the answer leaves."""
        if self._tray.faults.muted:
            self._exchange = self._answer = None
            self._owe(UNHEARD)
        elif self._answer is None:
            answer = exchange.carry_out()
            if self._open:
                self._answer, self._due_ns = answer, self._clock.monotonic_ns() + exchange.late_ns
        else:
            answer, self._exchange, self._answer = self._answer, None, None
            self._send(frame(answer))
            exchange.handed_over()

    def _owe(self, payload: bytes) -> None:
        self._owed = payload
        self.look_up()
