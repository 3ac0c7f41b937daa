"""What stands between the kiosks and a centre that does its work: it delays, swaps, doubles, repeats and mixes up.

A peripheral in front of the peripheral. It acts on the four requests of a customer's journey alone; what it does to
each it writes down, with both ids, so that the kiosks can be asked whether they noticed.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from device.testing.strangers.accidents import (
    DATA,
    DOCUMENTS,
    FILES,
    NAMESAKES,
    READDRESSED,
    Accident,
    Asked,
    Fate,
    Plan,
)
from device.testing.strangers.exchange import Attempt, Exchange, framed
from device.testing.strangers.line import Line
from sim.centre import Centre
from sim.personas import Persona
from sim.pki import authentication_identity
from sim.wire import NS_PER_MS, NS_PER_S, Clock, HangUp, Send

ACTED_ON: Final = frozenset({"/v1/certificates/check", "/v1/sessions", "/v1/offers", DOCUMENTS})
HISTORY_MAX: Final = 200
GATHER_NS: Final = NS_PER_S
PARTNER_MS: Final = 400.0
"""How long an answer waits for another one to be swapped with."""


class Between:
    """A `sim.wire.Peripheral`. The centre behind it answers at once (`think_ms={}`).

    everybody: the guests, so that a wrong file is another resident's than the one who asks
    gather: so many requests for documents are held until all of them are here, for a second at most, and answered in
        one moment; 0 holds none
    before: called with the terminal before a request is handed on: a centre's clock may follow
    withhold: called with the terminal whose answer is kept back until it has given up
    """

    def __init__(
        self,
        clock: Clock,
        centre: Centre,
        plan: Plan,
        everybody: Mapping[str, Persona],
        *,
        gather: int = 0,
        before: Callable[[str], None] = lambda _terminal: None,
        withhold: Callable[[str], None] = lambda _terminal: None,
    ) -> None:
        self._clock, self.centre, self._plan = clock, centre, plan
        self._before, self._withhold = before, withhold
        self._gather, self._gathered, self._gathered_until_ns = gather, list[Callable[[], None]](), 0
        self._by_certificate = {
            hashlib.sha256(authentication_identity(guest).certificate_der).hexdigest(): guest.id
            for guest in everybody.values()
        }
        self._everybody = tuple(everybody)
        self.attempts: list[Attempt] = []
        self.answers = 0
        self.documents_ns: list[int] = []
        """When each request for a document came."""
        self._counts: dict[str, int] = defaultdict(int)
        self._holder: dict[str, str] = {}
        self._kept: list[Exchange] = []
        self._owed: dict[str, tuple[Exchange, Accident]] = {}
        self._partners: dict[str, tuple[Exchange, Fate, int]] = {}
        self._due: list[tuple[int, Exchange, bytes]] = []

    # --- a peripheral

    def accept(self, send: Send, hang_up: HangUp) -> Line | None:
        """See `sim.wire.Peripheral`."""
        return Line(self.centre, self.asked, send, hang_up)

    def next_due_ns(self) -> int | None:
        """See `sim.wire.Peripheral`."""
        dues = [due for due, _, _ in self._due] + [until for _, _, until in self._partners.values()]
        if self._gathered:
            dues.append(self._gathered_until_ns)
        return min(dues, default=None)

    def tick(self) -> None:
        """See `sim.wire.Peripheral`."""
        now_ns = self._clock.monotonic_ns()
        if self._gathered and now_ns >= self._gathered_until_ns:
            self._answer_all()
        for entry in [each for each in self._due if each[0] <= now_ns]:
            self._due.remove(entry)
            entry[1].line.send(entry[2])
        for path, (exchange, _, until) in list(self._partners.items()):
            if until <= now_ns:  # nobody came to swap with
                del self._partners[path]
                exchange.line.send(exchange.answer)

    # --- what it does

    def asked(self, line: Line, raw: bytes, path: str, told: Mapping[str, Any]) -> None:
        """A whole request has come."""
        if path == DOCUMENTS:
            self.documents_ns.append(self._clock.monotonic_ns())
        if path != DOCUMENTS or not self._gather:
            self._answer(line, raw, path, told)
            return
        if not self._gathered:
            self._gathered_until_ns = self._clock.monotonic_ns() + GATHER_NS
        self._gathered.append(lambda: self._answer(line, raw, path, told))
        if len(self._gathered) >= self._gather:
            self._answer_all()

    def _answer_all(self) -> None:
        gathered, self._gathered = self._gathered, []
        for answer in gathered:
            answer()

    def _answer(self, line: Line, raw: bytes, path: str, told: Mapping[str, Any]) -> None:
        terminal, request = str(told["terminal"]), str(told["request_id"])
        self._before(terminal)
        self.answers += 1
        if path not in ACTED_ON:
            line.send(line.ask_centre(raw))
            return
        self._remember_holder(terminal, told)
        asked = Asked(terminal, self._counts[terminal], path, request)
        self._counts[terminal] += 1
        fate = self._plan(asked)
        if path == DOCUMENTS and fate.accident in FILES:
            strangers = self._another_than(terminal, fate.accident)
            self.centre.mix_up(1, strangers, own_number=fate.accident in DATA)
        exchange = Exchange(line, asked, line.ask_centre(raw), request.rpartition("-")[0])
        older = self._owed.pop(terminal, None)
        if older is None:
            self._befall(exchange, fate)
        else:
            self._hand(exchange, older[0].answer, older[1], older[0].asked.request)
            line.send(exchange.answer)
        self._kept.append(exchange)
        del self._kept[:-HISTORY_MAX]

    def _befall(self, exchange: Exchange, fate: Fate) -> None:
        match fate.accident:
            case Accident.DELAYED:
                due_ns = self._clock.monotonic_ns() + round(fate.delay_ms * NS_PER_MS)
                self._due.append((due_ns, exchange, exchange.answer))
            case Accident.AFTER_TIMEOUT:
                self._owed[exchange.asked.terminal] = exchange, fate.accident
                self._withhold(exchange.asked.terminal)
            case Accident.DOUBLED:
                exchange.line.send(exchange.answer)
                self._owed[exchange.asked.terminal] = exchange, fate.accident
            case Accident.SWAPPED | Accident.READDRESSED:
                self._swap(exchange, fate)
            case Accident.OLDER | Accident.OLDER_READDRESSED:
                self._repeat(exchange, fate)
            case accident if accident in FILES and "document" in exchange.told:
                self._hand(exchange, exchange.answer, fate.accident, exchange.mark)
            case _:
                exchange.line.send(exchange.answer)

    def _swap(self, exchange: Exchange, fate: Fate) -> None:
        path = exchange.asked.path
        partner = self._partners.get(path)
        if partner is None or partner[0].asked.terminal == exchange.asked.terminal:
            until_ns = self._clock.monotonic_ns() + round(PARTNER_MS * NS_PER_MS)
            if partner is not None:  # gave up waiting, and is back
                partner[0].line.send(partner[0].answer)
            self._partners[path] = (exchange, fate, until_ns)
            return
        other = self._partners.pop(path)[0]
        self._foreign(exchange, other, fate.accident)
        self._foreign(other, exchange, fate.accident)

    def _repeat(self, exchange: Exchange, fate: Fate) -> None:
        """The latest one of this terminal's earlier customers, or else of any other."""
        path, terminal = exchange.asked.path, exchange.asked.terminal
        older = [each for each in self._kept if each.asked.path == path and each.session != exchange.session]
        own = [each for each in older if each.asked.terminal == terminal]
        if not older:
            exchange.line.send(exchange.answer)
            return
        self._foreign(exchange, (own or older)[-1], fate.accident)

    def _foreign(self, exchange: Exchange, other: Exchange, accident: Accident) -> None:
        """Another's answer, as it is or under our request id."""
        if accident not in READDRESSED:
            self._hand(exchange, other.answer, accident, other.asked.request)
            return
        told = {**other.told, "request_id": exchange.asked.request}
        self._hand(exchange, framed(other.answer, told), accident, other.mark if "document" in told else "")

    def _hand(self, exchange: Exchange, answer: bytes, accident: Accident, theirs: str) -> None:
        asked = exchange.asked
        if not exchange.line.is_open:  # the kiosk has hung up: nobody is handed anything
            return
        self.attempts.append(Attempt(accident, asked.path, asked.terminal, asked.request, theirs or asked.request))
        exchange.line.send(answer)

    def _remember_holder(self, terminal: str, told: Mapping[str, Any]) -> None:
        certificate = told.get("certificate")
        if isinstance(certificate, str):
            digest = hashlib.sha256(base64.b64decode(certificate)).hexdigest()
            self._holder[terminal] = self._by_certificate.get(digest, "")

    def _another_than(self, terminal: str, accident: Accident) -> str:
        at = self._everybody.index(self._holder[terminal])
        return self._everybody[at ^ 1 if accident in NAMESAKES else (at + 2) % len(self._everybody)]
