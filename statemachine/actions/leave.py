"""How a visit ends: money first, then the card, then a word, then rest."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.commands import CallAttendant, ForgetSession
from statemachine.desk import Desk
from statemachine.events import Event
from statemachine.screens.offices import office_rows
from statemachine.table.cell import Action, Branch, Cell, Guard, handle, otherwise, when


def money_held(desk: Desk, _event: Event) -> bool:
    """Money of the customer's is inside."""
    return desk.money_held


def card_on_tray(desk: Desk, _event: Event) -> bool:
    """A card lies on the tray, or lay there when the reader went blind."""
    return desk.card_on_tray


def needs_attention(desk: Desk, _event: Event) -> bool:
    """Something only a person can end; sheets in the output tray are somebody's."""
    return bool(desk.causes) or desk.certificate_lies


def devices_missing(desk: Desk, _event: Event) -> bool:
    """Some device cannot do its work, or the reader cannot be asked."""
    return bool(desk.unready()) or desk.reader_blind


def to_attention(*actions: Action) -> tuple[Branch, ...]:
    """To `attention`; money goes back before."""
    return (when(money_held, "refunding", *actions), otherwise("attention", *actions))


def out_of_hours(desk: Desk, _event: Event) -> bool:
    """The service is closed at this time of day."""
    return not desk.rules.is_open(desk.wall)


def say_farewell(text: str) -> Action:
    """Keep the message with which this visit ends; the first one stands."""

    def action(desk: Desk, _event: Event) -> None:
        desk.session.farewell = desk.session.farewell or text

    return action


def leave(reason: str, text: str = "", *actions: Action) -> Cell:
    """End the visit with a message: through refund, through the card's removal, to the farewell."""
    first = (say_farewell(text), *actions) if text else actions
    return handle(reason, *leave_branches(*first))


def if_so(guard: Guard, *branches: Branch) -> tuple[Branch, ...]:
    """The same branches, each only if `guard` holds too."""

    def both(inner: Guard | None) -> Guard:
        return guard if inner is None else lambda desk, event: guard(desk, event) and inner(desk, event)

    return tuple(Branch(both(b.guard), b.to, b.actions) for b in branches)


def leave_branches(*actions: Action) -> tuple[Branch, ...]:
    """The same ways out, as the last branches of a longer cell."""
    return (
        when(money_held, "refunding", *actions),
        when(card_on_tray, "card_left", *actions),
        otherwise("saying_sorry", *actions),
    )


def leave_if(guard: Guard, text: str, *actions: Action) -> tuple[Branch, ...]:
    """End the visit with a message, if `guard` holds; the branches of a longer cell."""
    return if_so(guard, *leave_branches(say_farewell(text), *actions))


def at_closing_time(reason: str, *actions: Action) -> Cell:
    """What the end of the opening hours does before anything is settled."""
    return handle(
        reason, *leave_if(out_of_hours, "closed_now", *actions), otherwise(None, look_at_hours_again)
    )


def rest_branches(*actions: Action) -> tuple[Branch, ...]:
    """Where the kiosk rests now: never idle with money, a card or a need inside."""
    return (
        when(money_held, "refunding", *actions),
        when(needs_attention, "attention", *actions),
        when(card_on_tray, "card_left", *actions),
        when(devices_missing, "out_of_service", *actions),
        when(out_of_hours, "closed", *actions),
        otherwise("idle", *actions),
    )


def rests_well(desk: Desk, event: Event) -> bool:
    """The kiosk would come to rest where it is now."""
    ways = rest_branches()
    return next(b.to for b in ways if b.guard is None or b.guard(desk, event)) == desk.state


def rest(reason: str, *actions: Action) -> Cell:
    """Go to where the kiosk rests now."""
    return handle(reason, *rest_branches(*actions))


def settle_down(desk: Desk) -> None:
    """On entering a resting state: forget the visit, show, look at the hours again in time."""
    desk.outbox.append(ForgetSession())
    desk.begin_session()
    desk.pin_count = 0
    show(desk)
    arm_hours(desk)


def say_sorry(desk: Desk) -> None:
    """Entering `saying_sorry`: the message stays readable for a moment, longer where it says whom to ask."""
    show(desk)
    if desk.session.returned_yen:
        desk.say("voice.take_change")
    delays = desk.delays
    desk.start_timer("sorry_end", delays.sorry_offices_end_s if office_rows(desk) else delays.sorry_end_s)


def ask_for_card(desk: Desk) -> None:
    """Entering `card_left`: from here, if nobody takes the card, it is the attendant's. A ladder that
    already ran in the state before goes on; its last rung is set anew."""
    show(desk)
    if desk.ladder_running:
        desk.start_timer("card_attendant", desk.delays.card_attendant_s)


def arm_hours(desk: Desk) -> None:
    """Look at the opening hours again when they change next, and now and then before that."""
    wait_s = min(desk.rules.seconds_to_next_change(desk.wall), desk.delays.hours_recheck_s)
    desk.start_timer("hours", wait_s)


def call_attendant(cause: str) -> Action:
    """Raise the flag; the kiosk will rest in `attention` until the cause is dealt with."""

    def action(desk: Desk, _event: Event) -> None:
        raise_cause(desk, cause)

    return action


def raise_cause(desk: Desk, cause: str) -> None:
    """Raise the flag for `cause`, once."""
    if cause not in desk.causes:
        desk.causes.add(cause)
        desk.remember("causes", ",".join(sorted(desk.causes)))
        desk.give(CallAttendant(cause=cause))


def count_cancel(desk: Desk, event: Event) -> None:
    """A cancel with money in, or money left there until it goes back by itself. A false coin in and a real one out is
    a known fraud (rule book §11): too many of them in a short time call the attendant, once the money is back. A
    note that itself goes back is none. A restart forgets none of them."""
    if desk.money.customer_yen <= desk.held_note_yen:
        return
    since_ns = event.monotonic_ns - round(desk.delays.cancels_window_s * 1e9)
    desk.cancels_ns = [*(at for at in desk.cancels_ns if at > since_ns), event.monotonic_ns]
    if len(desk.cancels_ns) >= desk.delays.cancels_with_money_max:
        desk.cancels_ns = []
        raise_cause(desk, "frequent_cancels")
    now_s = event.wall.timestamp()
    cancelled_s = (now_s - (event.monotonic_ns - at) / 1e9 for at in desk.cancels_ns)
    desk.remember("cancels", ",".join(f"{at:.0f}" for at in cancelled_s))


def tell_attendant(cause: str) -> Action:
    """Tell the attendant without stopping the service."""

    def action(desk: Desk, _event: Event) -> None:
        desk.give(CallAttendant(cause=cause))

    return action


def start_up(desk: Desk, _event: Event) -> None:
    """The first act of a boot: show, call the attendant for what a restart left, bound the wait."""
    for cause in sorted(desk.causes):
        desk.give(CallAttendant(cause=cause))
    show(desk)
    desk.start_timer("start_limit", desk.delays.start_limit_s)


def look_at_hours_again(desk: Desk, _event: Event) -> None:
    """Not closed yet: look again at the next change."""
    arm_hours(desk)


def lower_flag(desk: Desk, _event: Event) -> None:
    """The attendant is done, but for what a sensor still sees: the flag stays up for that."""
    desk.give(CallAttendant(cause=min(desk.causes, default="")))


def only_the_card(desk: Desk, _event: Event) -> bool:
    """Nothing else but the forgotten card called for the attendant."""
    return desk.causes <= {"card"} and not desk.money_held


def drop_cause(desk: Desk, cause: str) -> None:
    """This cause is gone by itself; the flag is lowered with the last one."""
    if cause in desk.causes:
        desk.causes.discard(cause)
        desk.remember("causes", ",".join(sorted(desk.causes)))
        if not desk.causes:
            desk.give(CallAttendant(cause=""))
