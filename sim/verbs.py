"""The vocabulary: everything that people and misfortune do to the world, in one table.

The same names serve method calls, journey files and control sockets. Where a verb has several
things to act on, its first argument says which: `jam hopper 100`, `unplug card`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

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
    says: what happens
    kinds: of the arguments behind `thing`
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
    says: str
    kinds: tuple[k.Kind, ...] = ()
    who: Who = "fate"
    optional: int = 0
    each: bool = False
    keywords: tuple[str, ...] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
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
        if self.part in _KIOSK_BEHIND:
            self._give(method, values)
            return
        try:
            self._give(method, values)
        except (ValueError, KeyError) as error:
            raise ActError(f"{self.name}: {error}") from error

    def _give(self, method: Callable[..., object], values: tuple[object, ...]) -> None:
        if self.each:
            for value in values:
                method(value, **self.fixed)
            return
        by_place = len(self.kinds) - len(self.keywords)
        named = dict(zip(self.keywords, values[by_place:], strict=False))
        method(*values[:by_place], **named, **self.fixed)


_KIOSK_BEHIND: Final = ("customer", "attendant")
"""Parts whose methods call the kiosk: an error of the kiosk's must not pass for the customer's."""


def _hand(name: str, thing: str, part: str, method: str, says: str, *kinds: k.Kind, **more: Any) -> Verb:
    return Verb(name, thing, part, method, says, kinds, who="customer", **more)


def _staff(name: str, thing: str, part: str, method: str, says: str, *kinds: k.Kind, **more: Any) -> Verb:
    return Verb(name, thing, part, method, says, kinds, who="staff", **more)


def _fate(name: str, thing: str, part: str, method: str, says: str, *kinds: k.Kind, **more: Any) -> Verb:
    return Verb(name, thing, part, method, says, kinds, **more)


def _wires(name: str, parts: str, method: str, says: str, *kinds: k.Kind, **more: Any) -> tuple[Verb, ...]:
    """The same fault for several wires."""
    return tuple(_fate(name, part, part, f"faults.{method}", says, *kinds, **more) for part in parts.split())


_BUSY: Final = Response(503, "text/plain", b"busy\n")

TABLE: Final[tuple[Verb, ...]] = (
    # The customer's hands
    _hand("insert", "", "cash", "insert", "put coins in, one after the other", k.YEN, each=True),
    _hand("insert_issue", "", "cash", "insert", "a coin of another issue", k.YEN, k.MINT, keywords=("mint",)),
    _hand("insert_on_string", "", "cash", "insert", "a coin pulled out again", k.YEN, fixed={"on_string": True}),
    _hand("insert_note", "", "cash", "bills.insert", "put notes in, one after the other", k.NOTE, each=True),
    _hand(
        "insert_note_issue", "", "cash", "bills.insert", "a note of another series", k.NOTE, k.SERIES,
        keywords=("series",),
    ),
    _hand(
        "insert_bad_note", "", "cash", "bills.insert", "a note with something wrong", k.NOTE, k.FLAW, keywords=("flaw",)
    ),
    _hand("pull_note", "", "cash", "bills.pull", "pull the note back out of the mouth"),
    _hand("return_lever", "", "cash", "press_return_lever", "press the coin return lever"),
    _hand("lay", "card", "", "lay_card", "lay a card on the tray: the own, or another's", k.PERSONA, optional=1),
    _hand("take", "card", "", "take_card", "take the card off the tray"),
    _hand("take", "certificate", "", "take_certificate", "take all sheets out of the printer"),
    _hand("take", "receipt", "", "take_receipt", "take the receipt"),
    _hand("take", "coins", "", "take_coins", "empty the coin cup"),
    _hand("take", "note", "cash", "bills.take", "take the note that lies in the mouth"),
    # The customer's finger
    _hand("press", "", "customer", "press", "press a button on the screen", k.BUTTON),
    _hand("choose", "", "customer", "choose", "press a choice on the screen", k.TEXT),
    _hand("pick", "", "customer", "pick", "press the choice on which this stands", k.TEXT, secret=True),
    _hand("key", "", "customer", "key", "press a key of the keypad", k.KEY, secret=True),
    _hand("pin", "", "customer", "pin", "type a PIN: the card's own, a wrong one, or digits", k.PIN, secret=True),
    _hand("password", "", "customer", "password", "type a 署名用 password, right or not", k.PASSWORD, secret=True),
    _hand("write", "", "customer", "write", "type a text on the keyboard: kana, a number", k.TEXT, secret=True),
    _hand("press_anyway", "", "customer", "press_anyway", "press a button, shown or not", k.BUTTON),
    # The attendant
    _staff("clear_attention", "", "attendant", "clear", "tell the kiosk that it has been dealt with"),
    _staff("open_cover", "", "receipt", "open_cover", "open the receipt printer"),
    _staff("close_cover", "", "receipt", "close_cover", "close the receipt printer"),
    _staff("clear", "hopper", "cash", "clear_jam", "free a hopper's motor and its exit", k.HOPPER),
    _staff("clear", "acceptor", "cash", "clear_acceptor", "free the acceptor's sensors and its gate"),
    _staff("clear", "validator", "cash", "bills.clear", "free the note that sticks"),
    _staff("clear", "stacker", "cash", "bills.clear_stacker", "free the stacker's pusher"),
    _staff("remove", "stacker", "cash", "bills.remove_stacker", "take the stacker out with its notes"),
    _staff("replace", "stacker", "cash", "bills.insert_stacker", "put an empty stacker in"),
    _staff("clear", "cutter", "receipt", "clear_cutter", "free the receipt printer's blade"),
    _staff("clear", "page", "page", "clear_jam", "pull the stuck sheet out"),
    _staff("remove", "sheets", "", "take_certificate", "take out what lies in the page printer's output tray"),
    _staff("empty", "hopper", "cash", "empty", "take all coins out of a hopper", k.HOPPER),
    _staff("empty", "page", "page", "empty_tray", "take the blank sheets out"),
    _fate(
        "empty", "receipt", "receipt", "end_paper", "the receipt roll is used up, now or so many lines on",
        k.COUNT, optional=1,
    ),
    _staff("fill", "hopper", "cash", "fill", "pour coins into a hopper", k.HOPPER, k.COUNT),
    _staff("fill", "page", "page", "fill_tray", "put blank sheets in", k.COUNT),
    _staff("fill", "receipt", "receipt", "load_paper", "put in a new receipt roll"),
    # Metal and paper go wrong
    _fate("jam", "hopper", "cash", "jam", "coins wedge in a hopper", k.HOPPER),
    _fate("jam", "acceptor", "cash", "block_acceptor", "something sits on the credit sensor"),
    _fate("jam", "validator", "cash", "bills.jam", "the note inside, or the next one, gets stuck"),
    _fate("jam", "stacker", "cash", "bills.jam_stacker", "the stacker's pusher sticks"),
    _fate("full", "stacker", "cash", "bills.fill_stacker", "the stacker is full"),
    _fate("stick", "acceptor", "cash", "stick_gate", "the accept gate sticks, open or closed", k.GATE, optional=1),
    _fate("stick", "validator", "cash", "bills.stick", "the validator takes notes although it is inhibited"),
    _fate("trouble", "acceptor", "cash", "trouble.trouble", "the next coin meets an error", k.COIN_ERROR),
    _fate("fail", "acceptor", "cash", "trouble.fail_acceptor", "the coin acceptor has a fault", k.FAULT),
    _fate("fail", "validator", "cash", "bills.fail", "the bill validator has a fault", k.FAULT),
    _fate("lie", "hopper", "cash", "trouble.lie", "a hopper overlooks coins, or sees too many", k.HOPPER, k.MISCOUNT),
    _fate("block", "hopper", "cash", "trouble.block_exit", "something sits in a hopper's exit", k.HOPPER),
    _fate("light", "hopper", "cash", "trouble.light_exit", "a light shines into a hopper's exit", k.HOPPER),
    _fate("overload", "hopper", "cash", "trouble.overload", "a hopper's motor draws too much current", k.HOPPER),
    _fate("jam", "cutter", "receipt", "jam_cutter", "something sticks in the blade"),
    _fate("jam", "page", "page", "jam", "the next sheet gets stuck"),
    _fate("low", "receipt", "receipt", "near_end", "the receipt roll is thin"),
    _fate(
        "full", "page", "page", "fill_output", "somebody's sheets fill the page printer's output tray, but for some",
        k.COUNT, optional=1,
    ),
    _fate("abort", "page", "page", "abort_job", "the page printer gives its job up"),
    _fate("lie", "page", "page", "lie", "the page printer calls the next job printed and prints nothing"),
    _fate("habit", "page", "page", "adopt", "the page printer is one that does so", k.HABIT),
    # Cables and power
    _fate("unplug", "card", "tray", "unplug", "pull the card reader's cable"),
    _fate("unplug", "cash", "cash", "unplug", "pull the cash box's data cable"),
    _fate("unplug", "receipt", "receipt", "unplug", "pull the receipt printer's cable"),
    _fate("unplug", "page", "page", "unplug", "pull the page printer's network cable"),
    _fate("unplug", "centre", "centre", "unplug", "cut the line to the centre"),
    _fate("unplug", "contacts", "contacts", "unplug", "pull the cable of the port with the trays' contacts"),
    _fate("plug", "contacts", "contacts", "plug", "put the cable of the trays' contacts back"),
    _fate("stick", "contact", "contacts", "stick", "a tray's contact stays as it is", k.TRAY),
    _fate("free", "contact", "contacts", "free", "a tray's contact moves again", k.TRAY),
    _fate("unplug", "device", "cash", "trouble.unplug", "pull one cash device off its bus", k.ADDRESS),
    _fate("plug", "card", "tray", "plug", "put the card reader's cable back"),
    _fate("plug", "cash", "cash", "plug", "put the cash box's cable back"),
    _fate("plug", "receipt", "receipt", "plug", "put the receipt printer's cable back"),
    _fate("plug", "page", "page", "plug", "put the page printer's cable back"),
    _fate("plug", "centre", "centre", "plug", "the line to the centre is back"),
    _fate("plug", "device", "cash", "trouble.plug", "put one cash device back on its bus", k.ADDRESS),
    _fate("power_cycle", "cash", "cash", "power_cycle", "the cash box loses power for a moment"),
    _fate("power_cycle", "receipt", "receipt", "power_cycle", "the receipt printer goes off and on"),
    _fate(
        "power_cycle", "page", "page", "power_cycle", "the page printer goes off and on, and forgets its jobs or not",
        k.WITH_JOB, optional=1,
    ),
    _fate("vanish", "page", "page", "vanish", "the page printer's power fails and stays away"),
    _fate("come_back", "page", "page", "come_back", "the page printer has power again"),
    _fate("switch_off", "receipt", "receipt", "switch_off", "the receipt printer loses its power"),
    _fate("switch_on", "receipt", "receipt", "switch_on", "the receipt printer has power again"),
    _fate("mute", "receipt", "receipt", "mute", "the receipt printer answers nothing"),
    _fate("unmute", "receipt", "receipt", "unmute", "the receipt printer answers again"),
    # The wires
    *_wires("drop", "cash receipt page centre", "drop", "the next answers are lost", k.COUNT),
    *_wires("delay", "cash receipt page centre", "delay", "the next answers come late", k.COUNT, k.MS),
    *_wires("heal", "cash receipt page centre", "clear", "the wire is good again"),
    *_wires("corrupt", "cash receipt", "corrupt", "a bit of each of the next answers is turned over", k.COUNT),
    *_wires("duplicate", "cash receipt", "duplicate", "the next answers come twice", k.COUNT),
    *_wires("split", "cash receipt", "split", "the next answers come in halves", k.COUNT, k.MS, optional=1),
    *_wires("refuse", "page centre", "refuse", "the next connections are refused", k.COUNT),
    *_wires("join", "cash", "join", "the next answers come together with the one behind", k.COUNT),
    *_wires("junk", "cash receipt", "junk", "bytes that are none come before the next answers", k.COUNT),
    *_wires("deafen", "cash", "deafen", "the next requests are lost", k.COUNT),
    *_wires("lose_echo", "cash", "lose_echo", "the next requests have no echo", k.COUNT),
    *_wires("truncate", "cash page centre", "truncate", "the next answers break off", k.COUNT),
    *_wires("busy", "page centre", "answer_with", "503 to the next requests", k.COUNT, fixed={"response": _BUSY}),
    # The card's end of its wire
    _fate("pull", "card", "tray", "faults.pull", "a hand pulls the card at that command from now", k.NTH, k.MOMENT),
    _fate(
        "swap", "card", "", "swap_card", "a hand swaps the card at that command from now",
        k.NTH, k.PERSONA, k.MOMENT, optional=1,
    ),
    _fate("answer", "card", "tray", "faults.answer", "that command is only answered, with this", k.NTH, k.OCTETS),
    _fate("offer_length", "card", "tray", "faults.offer_length", "that command had the wrong length: 6Cxx", k.NTH),
    _fate("split", "card", "tray", "faults.split", "that command's answer comes in parts: 61xx", k.NTH, k.PART),
    _fate("corrupt", "card", "tray", "faults.corrupt", "that command's answer is nonsense", k.NTH),
    _fate("truncate", "card", "tray", "faults.truncate", "that command's answer breaks off", k.NTH, k.SIZE),
    _fate("delay", "card", "tray", "faults.delay", "that command's answer comes late", k.NTH, k.MS),
    _fate("mute", "card", "tray", "faults.mute", "the card is silent, now or from that command", k.NTH, optional=1),
    _fate("unmute", "card", "tray", "faults.unmute", "the card answers again; what it was asked it has not heard"),
    _fate("heal", "card", "tray", "faults.clear", "nothing goes wrong with the card any more"),
    _fate("stop", "reader_service", "tray", "service.stop", "the PC/SC service is stopped"),
    _fate("start", "reader_service", "tray", "service.start", "the PC/SC service is started again"),
    # The centre
    _fate(
        "stop_service", "", "centre", "stop", "a maintenance stop, of one municipality or of all",
        k.CERTIFICATES, k.INSTANT, k.END, k.MUNICIPALITY, optional=1, keywords=("municipality",),
    ),
    _fate("revoke", "", "centre", "revoke", "revoke somebody's certificate", k.PERSONA),
    _fate("revoke_signature", "", "centre", "revoke_signature", "revoke somebody's 署名用 certificate", k.PERSONA),
    _fate("lapse", "", "centre", "lapse", "somebody's card lapses", k.PERSONA),
    _fate("protect", "", "centre", "protect", "somebody's household comes under 支援措置", k.PERSONA),
    _fate("forget_registration", "", "centre", "forget_registration", "nobody made the 利用登録申請", k.PERSONA),
    _fate("refuse_registration", "", "centre", "refuse_registration", "the 本籍 refuses who applies next", k.PERSONA),
    _fate("fee_lies", "", "centre", "fee_lies", "the centre claims another fee", k.CERTIFICATE, k.FEE),
    _fate("fee_true", "", "centre", "fee_lies", "the centre has the right fee", k.CERTIFICATE, fixed={"yen": None}),
    _fate("mix_up", "", "centre", "mix_up", "the next documents have another's pages", k.COUNT, k.PERSONA),
    _fate("misaddress", "", "centre", "misaddress", "the next answers name another request", k.COUNT),
    _fate("refuse_all", "", "centre", "refuse_all", "the centre answers 503 to everything"),
    _fate("accept_all", "", "centre", "accept_all", "the centre answers again"),
    # Time
    _fate("set_wall", "", "", "jump_wall", "the wall clock jumps", k.INSTANT),
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
    seen = world.see("act" if row.who == "customer" else "fate", " ".join(word for word in words if word))
    try:
        row.call(world, values)
    except ActError:
        world.unsee(seen)
        raise
    world.look()


def _written(argument: object) -> str:
    return ",".join(map(str, argument)) if isinstance(argument, list | tuple) else str(argument)
