"""The vocabulary: everything that people and misfortune do to the world, in one table.

The same names serve method calls, journey files and control sockets. Where a verb has several
things to act on, its first argument says which: `jam hopper 100`, `unplug card`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.card import TrayError
from sim.http import Response
from sim.journeys import kinds as k
from sim.journeys.errors import nearest

if TYPE_CHECKING:
    from sim.world import World

Who = Literal["customer", "staff", "fate"]


class VerbError(ValueError):
    """Raised for an unknown verb or a wrong argument; says what is known, never the value.

    position: which argument, from 0; None for the verb itself or the number of arguments
    """

    def __init__(self, verb: str, position: int | None, expected: str) -> None:
        self.verb, self.position, self.expected = verb, position, expected
        where = verb if position is None else f"{verb}, argument {position + 1}"
        super().__init__(f"{where}: expected {expected}")


class ActError(ValueError):
    """Raised when the world as it is does not allow the act: nothing to take, no such button."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One act or fault.

    thing: the first argument that chooses this row; empty where the verb has only one
    part: attribute of the world; empty is the world itself
    method: of that part, dotted where it lies deeper
    kinds: of the arguments behind `thing`
    says: what happens
    who: whose doing it is; a customer's act takes human time and keeps a session alive
    optional: how many of the last arguments may be left out
    each: the method is called once for every argument, all of the one kind, at least one
    keywords: names of the last arguments that the method takes by name
    fixed: what else the method is given by name
    secret: arguments are never written down
    """

    name: str
    thing: str
    part: str
    method: str
    kinds: tuple[k.Kind, ...]
    says: str
    who: Who = "fate"
    optional: int = 0
    each: bool = False
    keywords: tuple[str, ...] = ()
    fixed: Mapping[str, object] = MappingProxyType({})
    secret: bool = False

    @property
    def usage(self) -> str:
        """As it is written: `jam hopper <hopper>`."""
        last = len(self.kinds) - self.optional
        words = [f"<{kind.name}>" if n < last else f"[<{kind.name}>]" for n, kind in enumerate(self.kinds)]
        return " ".join(word for word in (self.name, self.thing, *words, "…" if self.each else "") if word)

    def accept(self, arguments: Sequence[object]) -> tuple[object, ...]:
        """The arguments behind `thing`, as the method takes them. Raises `VerbError`."""
        shift = 1 if self.thing else 0
        most = len(arguments) if self.each else len(self.kinds)
        if not len(self.kinds) - self.optional <= len(arguments) <= most:
            raise VerbError(self.name, None, self.usage)
        wanted = self.kinds * len(arguments) if self.each else self.kinds
        found = []
        for position, (kind, value) in enumerate(zip(wanted, arguments, strict=False), shift):
            try:
                found.append(kind.convert(value))
            except k.BadValue as error:
                raise VerbError(self.name, position, str(error)) from None
        return tuple(found)

    def find(self, world: World) -> Any:
        """The method itself."""
        start = getattr(world, self.part) if self.part else world
        return reduce(getattr, self.method.split("."), start)

    def call(self, world: World, values: tuple[object, ...]) -> None:
        """Do it, with arguments out of `accept`. Raises `ActError`."""
        method = self.find(world)
        try:
            if self.each:
                for value in values:
                    method(value, **self.fixed)
                return
            by_place = len(self.kinds) - len(self.keywords)
            named = dict(zip(self.keywords, values[by_place:], strict=False))
            method(*values[:by_place], **named, **self.fixed)
        except (TrayError, ValueError, KeyError) as error:
            raise ActError(f"{self.name}: {error}") from error


_BUSY: Final = Response(503, "text/plain", b"busy\n")

TABLE: Final[tuple[Verb, ...]] = (
    # The customer's hands
    Verb("insert", "", "cash", "insert", (k.YEN,), "put coins in, one after the other", "customer", each=True),
    Verb("insert_issue", "", "cash", "insert", (k.YEN, k.MINT), "put in a coin of another issue", "customer", keywords=("mint",)),
    Verb("insert_on_string", "", "cash", "insert", (k.YEN,), "put in a coin that is pulled out again", "customer", fixed={"on_string": True}),
    Verb("return_lever", "", "cash", "press_return_lever", (), "press the coin return lever", "customer"),
    Verb("lay", "card", "", "lay_card", (k.PERSONA,), "lay a card on the tray, the own or another's", "customer", optional=1),
    Verb("take", "card", "", "take_card", (), "take the card off the tray", "customer"),
    Verb("take", "certificate", "", "take_certificate", (), "take all sheets out of the printer", "customer"),
    Verb("take", "receipt", "", "take_receipt", (), "take the receipt", "customer"),
    Verb("take", "coins", "", "take_coins", (), "empty the coin cup", "customer"),
    # The customer's finger
    Verb("press", "", "customer", "press", (k.BUTTON,), "press a button on the screen", "customer"),
    Verb("choose", "", "customer", "choose", (k.TEXT,), "press a choice on the screen", "customer"),
    Verb("key", "", "customer", "key", (k.DIGIT,), "press a key of the keypad", "customer", secret=True),
    Verb("pin", "", "customer", "pin", (k.PIN,), "type a PIN: the card's own, a wrong one, or these digits", "customer", secret=True),
    Verb("press_anyway", "", "customer", "press_anyway", (k.BUTTON,), "press where a button would be, whatever is shown", "customer"),
    # The attendant
    Verb("clear_attention", "", "attendant", "clear", (), "tell the kiosk that it has been dealt with", "staff"),
    Verb("open_cover", "", "receipt", "open_cover", (), "open the receipt printer", "staff"),
    Verb("close_cover", "", "receipt", "close_cover", (), "close the receipt printer", "staff"),
    Verb("clear", "hopper", "cash", "clear_jam", (k.HOPPER,), "free a hopper's motor", "staff"),
    Verb("clear", "acceptor", "cash", "clear_acceptor", (), "free the acceptor's credit sensor", "staff"),
    Verb("clear", "cutter", "receipt", "clear_cutter", (), "free the receipt printer's blade", "staff"),
    Verb("clear", "page", "page", "clear_jam", (), "pull the stuck sheet out", "staff"),
    Verb("empty", "hopper", "cash", "empty", (k.HOPPER,), "take all coins out of a hopper", "staff"),
    Verb("empty", "page", "page", "empty_tray", (), "take the blank sheets out", "staff"),
    Verb("empty", "receipt", "receipt", "end_paper", (), "the receipt roll is used up", "fate"),
    Verb("fill", "hopper", "cash", "fill", (k.HOPPER, k.COUNT), "pour coins into a hopper", "staff"),
    Verb("fill", "page", "page", "fill_tray", (k.COUNT,), "put blank sheets in", "staff"),
    Verb("fill", "receipt", "receipt", "load_paper", (), "put in a new receipt roll", "staff"),
    # Metal and paper go wrong
    Verb("jam", "hopper", "cash", "jam", (k.HOPPER,), "coins wedge in a hopper"),
    Verb("jam", "acceptor", "cash", "block_acceptor", (), "something sits on the credit sensor"),
    Verb("jam", "cutter", "receipt", "jam_cutter", (), "something sticks in the blade"),
    Verb("jam", "page", "page", "jam", (), "the next sheet gets stuck"),
    Verb("low", "receipt", "receipt", "near_end", (), "the receipt roll is thin"),
    Verb("abort", "page", "page", "abort_job", (), "the page printer gives its job up"),
    # Cables and power
    Verb("unplug", "card", "tray", "unplug", (), "pull the card reader's cable"),
    Verb("unplug", "cash", "cash", "unplug", (), "pull the cash box's data cable"),
    Verb("unplug", "receipt", "receipt", "unplug", (), "pull the receipt printer's cable"),
    Verb("unplug", "page", "page", "unplug", (), "pull the page printer's network cable"),
    Verb("unplug", "centre", "centre", "unplug", (), "cut the line to the centre"),
    Verb("plug", "card", "tray", "plug", (), "put the card reader's cable back"),
    Verb("plug", "cash", "cash", "plug", (), "put the cash box's cable back"),
    Verb("plug", "receipt", "receipt", "plug", (), "put the receipt printer's cable back"),
    Verb("plug", "page", "page", "plug", (), "put the page printer's cable back"),
    Verb("plug", "centre", "centre", "plug", (), "the line to the centre is back"),
    Verb("power_cycle", "cash", "cash", "power_cycle", (), "the cash box loses power for a moment"),
    Verb("power_cycle", "receipt", "receipt", "power_cycle", (), "the receipt printer is switched off and on"),
    Verb("power_cycle", "page", "page", "power_cycle", (), "the page printer is switched off and on"),
    Verb("mute", "receipt", "receipt", "mute", (), "the receipt printer answers nothing"),
    Verb("unmute", "receipt", "receipt", "unmute", (), "the receipt printer answers again"),
    # The wires
    *(Verb("drop", each, each, "faults.drop", (k.COUNT,), "the next answers are lost") for each in ("cash", "page", "centre")),
    *(Verb("delay", each, each, "faults.delay", (k.COUNT, k.MS), "the next answers come late") for each in ("cash", "page", "centre")),
    *(Verb("heal", each, each, "faults.clear", (), "the wire is good again") for each in ("cash", "page", "centre")),
    Verb("corrupt", "cash", "cash", "faults.corrupt", (k.COUNT,), "a bit of the next answers is turned over"),
    Verb("duplicate", "cash", "cash", "faults.duplicate", (k.COUNT,), "the next answers come twice"),
    Verb("split", "cash", "cash", "faults.split", (k.COUNT, k.MS), "the next answers come in halves", optional=1),
    *(Verb("refuse", each, each, "faults.refuse", (k.COUNT,), "the next connections are refused") for each in ("page", "centre")),
    *(Verb("truncate", each, each, "faults.truncate", (k.COUNT,), "the next answers break off") for each in ("page", "centre")),
    *(Verb("busy", each, each, "faults.answer_with", (k.COUNT,), "the next requests are answered 503, unhandled", fixed={"response": _BUSY}) for each in ("page", "centre")),
    # The centre
    Verb("stop_service", "", "centre", "stop", (k.CERTIFICATES, k.INSTANT, k.INSTANT, k.TEXT), "announce a maintenance stop, of one municipality or of all", optional=1, keywords=("municipality",)),
    Verb("revoke", "", "centre", "revoke", (k.PERSONA,), "revoke somebody's certificate"),
    Verb("lapse", "", "centre", "lapse", (k.PERSONA,), "somebody's card lapses"),
    Verb("protect", "", "centre", "protect", (k.PERSONA,), "somebody's household comes under 支援措置"),
    Verb("forget_registration", "", "centre", "forget_registration", (k.PERSONA,), "somebody has never made the 利用登録申請"),
    Verb("fee_lies", "", "centre", "fee_lies", (k.CERTIFICATE, k.FEE), "the centre claims another fee"),
    Verb("mix_up", "", "centre", "mix_up", (k.COUNT, k.PERSONA), "the next documents have another person's pages"),
    Verb("misaddress", "", "centre", "misaddress", (k.COUNT,), "the next answers repeat another request's id"),
    Verb("refuse_all", "", "centre", "refuse_all", (), "the centre answers 503 to everything"),
    Verb("accept_all", "", "centre", "accept_all", (), "the centre answers again"),
    # Time
    Verb("set_wall", "", "", "jump_wall", (k.INSTANT,), "the wall clock jumps"),
)  # fmt: skip
"""Every verb, one row for each thing it acts on."""


def _by_name(rows: Iterable[Verb]) -> Mapping[str, Mapping[str, Verb]]:
    found: dict[str, dict[str, Verb]] = {}
    for row in rows:
        found.setdefault(row.name, {})[row.thing] = row
    return MappingProxyType({name: MappingProxyType(things) for name, things in found.items()})


VERBS: Final = _by_name(TABLE)
"""Verb -> thing -> row; the thing is empty where the verb has only one."""


def find(verb: str, arguments: Sequence[object]) -> tuple[Verb, tuple[object, ...]]:
    """The row, and the arguments as its method takes them. Raises `VerbError`."""
    things = VERBS.get(verb)
    if things is None:
        raise VerbError(verb, None, f"one of {', '.join(VERBS)}{nearest(verb, VERBS)}")
    if "" in things:
        row = things[""]
        return row, row.accept(arguments)
    thing = arguments[0] if arguments else None
    if not isinstance(thing, str) or thing not in things:
        near = nearest(thing, things) if isinstance(thing, str) else ""
        raise VerbError(verb, 0, f"one of {', '.join(things)}{near}")
    row = things[thing]
    return row, row.accept(arguments[1:])


def perform(world: World, verb: str, *arguments: object) -> None:
    """Do something to the world, now.

    Raises `VerbError` for an unknown verb or a wrong argument, `ActError` where the world does not
    allow it; the world is then as it was.
    """
    row, values = find(verb, arguments)
    words = [row.name, row.thing] if row.secret else [row.name, *map(_written, arguments)]
    world.see("act" if row.who == "customer" else "fate", " ".join(word for word in words if word))
    row.call(world, values)
    world.look()


def _written(argument: object) -> str:
    return ",".join(map(str, argument)) if isinstance(argument, list | tuple) else str(argument)
