"""What stands where: card, sheets, devices, what the centre serves, and what the attendant has dealt with."""

from __future__ import annotations

from statemachine.actions.leave import drop_cause
from statemachine.desk import Desk
from statemachine.events import (
    AttendantCleared,
    CardPlaced,
    CardRemoved,
    CardUnknown,
    CertificateAccepted,
    CertificateRead,
    DeviceReady,
    DeviceUnready,
    ServiceStateHeard,
    TrayEmptied,
    TrayFilled,
)
from statemachine.observe.registry import take_down
from statemachine.rules import PHONES
from statemachine.told import Told


@take_down.register
def _(_event: CardPlaced, desk: Desk) -> None:
    _tray(desk, occupied=True)


@take_down.register
def _(_event: CardRemoved, desk: Desk) -> None:
    desk.card_powered = False
    _tray(desk, occupied=False)


def _tray(desk: Desk, *, occupied: bool) -> None:
    desk.reader_blind = desk.phone_on_tray = False
    if desk.card_on_tray != occupied:
        desk.card_on_tray = occupied
        desk.remember("card_on_tray", int(occupied))


@take_down.register
def _(_event: CardUnknown, desk: Desk) -> None:
    desk.reader_blind = True


@take_down.register
def _(event: CertificateRead, desk: Desk) -> None:
    desk.phone_on_tray = event.device in PHONES


@take_down.register
def _(event: DeviceReady, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = None
    if event.device == "centre" and desk.report_waits:
        desk.report_waits = False
        desk.stop_timers("report_again")


@take_down.register
def _(event: DeviceUnready, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = event.cause
    if event.device == "contacts":
        desk.trays.clear()


@take_down.register
def _(event: TrayFilled, desk: Desk) -> None:
    desk.trays[event.tray] = True
    desk.session.seen_in_tray.add(event.tray)


@take_down.register
def _(event: TrayEmptied, desk: Desk) -> None:
    desk.trays[event.tray] = False
    if event.tray == "certificate":
        drop_cause(desk, "certificate")


@take_down.register
def _(event: ServiceStateHeard, desk: Desk) -> None:
    desk.hear_of_service(Told(event.stops, event.hours))


@take_down.register
def _(event: CertificateAccepted, desk: Desk) -> None:
    """Of this one municipality the centre has just said more than at its last turn."""
    desk.hear_of_service(desk.told.with_stops_of(event.home, event.stops))


@take_down.register
def _(_event: AttendantCleared, desk: Desk) -> None:
    """The attendant has dealt with it; hoppers may be asked again. A card on the tray and sheets in the output
    are not dealt with by a word: their causes stand as long as a sensor sees them."""
    seen = {"card": desk.card_on_tray, "certificate": desk.certificate_lies}
    desk.causes.intersection_update(cause for cause, there in seen.items() if there)
    desk.remember("causes", ",".join(sorted(desk.causes)))
    desk.money.unusable.clear()
