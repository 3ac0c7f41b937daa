"""④: お住まいの市区町村 or another one, as a customer finds his way through the lists and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from statemachine import events as e
from statemachine.commands import OpenSession, Show
from statemachine.events import JST, Event, Offered
from statemachine.hours import Hours, Stop
from statemachine.machine import KioskMachine
from statemachine.places import Nation, Prefecture, Region
from statemachine.rules import KindRule, MunicipalityRule, Rules
from statemachine.views import Choice, View
from tests.statemachine.worlds import INKAN, JUMINHYO, OPEN, TAKAOKA, Driven, rules

OBIHIRO, CLOSED_TOWN, TOYAMA = "01207", "01203", "16201"
KOSEKI = Offered("koseki", 450, ("all", "individual"), (), ("p1",))
SINCE = OPEN.date()

NATION = Nation(
    (
        Region("1", (Prefecture("01", (("a", (CLOSED_TOWN, OBIHIRO)),)),)),
        Region("3", (Prefecture("16", (("ta", (TAKAOKA, TOYAMA)),)),)),
    )
)


def stop(kind: str, begins: datetime) -> Stop:
    return Stop(begins, begins + timedelta(hours=5), frozenset({kind}))


def many_rules(*stops: Stop, closed_town: bool = True) -> Rules:
    """Takaoka for its residents; Obihiro, whose 戸籍 is for others too; a town that is closed by day."""
    kinds = {
        "juminhyo": KindRule("juminhyo", ((SINCE, 200),), JUMINHYO.scopes, JUMINHYO.items),
        "koseki": KindRule("koseki", ((SINCE, 450),), KOSEKI.scopes, offered_elsewhere=True, by_scope=True),
    }
    night = Hours(OPEN.time().replace(hour=20), OPEN.time().replace(hour=21))
    closed = {"koseki": replace(kinds["koseki"], hours=night)}
    towns = {OBIHIRO: MunicipalityRule(OBIHIRO, kinds, stops, takes_registration=True)}
    if closed_town:
        towns[CLOSED_TOWN] = MunicipalityRule(CLOSED_TOWN, closed, takes_registration=True)
    return replace(rules(), municipalities={**rules().municipalities, **towns}, nation=NATION)


class Visit(Driven):
    """At ④, with what the screen shows."""

    def __init__(self, rules: Rules, home: str = TAKAOKA) -> None:
        super().__init__()
        self.machine = KioskMachine(rules)
        self.start()
        self.to_card_state("reading_card")
        self.answer("read_card", e.CertificateRead(device="my_number", tries_left=3))
        self.answer("check_certificate", e.CertificateAccepted(home=home))
        assert self.state == "choosing_municipality"

    @property
    def view(self) -> View:
        return [order.view for order in self.orders if isinstance(order, Show)][-1]

    def choices(self) -> dict[str, Choice]:
        return {choice.id: choice for choice in self.view.choices}

    def choose(self, *choices: str) -> None:
        for choice in choices:
            assert self.choices()[choice].enabled, choice
            self.take(e.ChoicePressed(choice=choice))

    def to_lists(self) -> None:
        self.choose("other")
        self.take(e.ConfirmPressed())
        assert set(self.choices()) == {"region:1", "region:3"}

    def to_obihiro(self) -> None:
        self.to_lists()
        self.choose("region:1", "prefecture:01", "row:a")

    def opened(self, *kinds: Offered) -> OpenSession:
        """The PIN is right, the card off; what the centre was asked for."""
        self._typed()
        self.answer("verify_pin", e.PinAccepted())
        (order,) = [each for each in self.orders if isinstance(each, OpenSession)]
        self.answer("open_session", e.SessionOpened())
        self.answer("fetch_offer", e.OfferReceived(kinds=kinds, holder="p1"))
        return order


def test_his_own_needs_one_press() -> None:
    visit = Visit(many_rules())
    assert visit.choices()["home"].chosen
    visit.take(e.ConfirmPressed())
    assert visit.state == "entering_pin"
    assert visit.opened(JUMINHYO, INKAN).municipality == TAKAOKA


def test_another_one_is_what_the_centre_is_asked_for_and_only_registers_are_offered_there() -> None:
    visit = Visit(many_rules())
    visit.to_obihiro()
    visit.choose(f"town:{OBIHIRO}")
    assert visit.choices()[f"town:{OBIHIRO}"].chosen
    visit.take(e.ConfirmPressed())
    assert visit.state == "entering_pin"
    assert visit.opened(JUMINHYO, KOSEKI).municipality == OBIHIRO
    visit.take(e.CardRemoved())
    assert visit.state == "choosing_certificate"
    assert set(visit.choices()) == {"koseki"}


def test_scopes_and_items_stand_in_the_order_of_the_rules_whatever_the_centres_was() -> None:
    visit = Visit(many_rules())
    visit.take(e.ConfirmPressed())
    shuffled = replace(JUMINHYO, scopes=("part", "self", "household"), items=("number", "head", "domicile"))
    visit.opened(shuffled, replace(INKAN, scopes=("self", "another")))
    juminhyo, inkan = visit.machine.desk.session.offers
    assert (juminhyo.scopes, juminhyo.items) == (JUMINHYO.scopes, JUMINHYO.items)
    assert inkan.scopes == ("self",)  # what the rules do not know is not on offer


def test_nothing_is_confirmed_before_a_town_is_marked() -> None:
    visit = Visit(many_rules())
    visit.to_lists()
    for choice in ("region:1", "prefecture:01", "row:a"):
        assert "confirm" in visit.view.disabled
        visit.take(e.ConfirmPressed())  # whoever presses it anyway stays where he is
        assert visit.state == "choosing_municipality"
        visit.choose(choice)
    visit.choose(f"town:{OBIHIRO}")
    assert "confirm" not in visit.view.disabled


def test_back_leads_list_by_list_to_the_two_questions() -> None:
    visit = Visit(many_rules())
    visit.to_obihiro()
    shown = []
    for _ in range(4):
        visit.take(e.BackPressed())
        shown.append(sorted(visit.choices()))
    assert shown == [["row:a"], ["prefecture:01"], ["region:1", "region:3"], ["home", "other"]]
    assert visit.choices()["other"].chosen
    assert "back" not in visit.view.buttons


def test_back_from_the_pin_finds_the_town_as_it_was_and_his_own_can_be_taken_after_all() -> None:
    visit = Visit(many_rules())
    visit.to_obihiro()
    visit.choose(f"town:{OBIHIRO}")
    visit.take(e.ConfirmPressed(), e.BackPressed())
    assert visit.choices()[f"town:{OBIHIRO}"].chosen
    visit.take(*[e.BackPressed()] * 4)
    visit.choose("home")
    visit.take(e.ConfirmPressed())
    assert visit.opened(JUMINHYO).municipality == TAKAOKA


@pytest.mark.parametrize(
    ("way", "town", "note"),
    [
        (("region:3", "prefecture:16", "row:ta"), TAKAOKA, "lives_here"),
        (("region:3", "prefecture:16", "row:ta"), TOYAMA, "no_service"),
        (("region:1", "prefecture:01", "row:a"), CLOSED_TOWN, "hours:every_day/20:00/21:00"),
    ],
)
def test_who_cannot_be_chosen_is_shown_with_the_reason(way: tuple[str, ...], town: str, note: str) -> None:
    visit = Visit(many_rules())
    visit.to_lists()
    visit.choose(*way)
    choice = visit.choices()[f"town:{town}"]
    assert (choice.enabled, choice.note) == (False, note)
    visit.take(e.ChoicePressed(choice=f"town:{town}"), e.ConfirmPressed())
    assert visit.state == "choosing_municipality"
    assert not visit.machine.desk.session.place.town


def test_a_town_that_serves_its_residents_alone_is_shown_so() -> None:
    visit = Visit(many_rules(), home=OBIHIRO)
    visit.to_lists()
    visit.choose("region:3", "prefecture:16", "row:ta")
    assert visit.choices()[f"town:{TAKAOKA}"].note == "residents_only"


def test_a_stop_that_begins_while_the_town_is_marked() -> None:
    begins = OPEN + timedelta(minutes=2)
    visit = Visit(many_rules(stop("koseki", begins)))
    visit.to_obihiro()
    visit.choose(f"town:{OBIHIRO}")
    visit.wall = begins
    visit.take(e.ConfirmPressed())
    assert visit.state == "choosing_municipality"
    shown = visit.choices()[f"town:{OBIHIRO}"]
    assert (shown.enabled, shown.chosen, shown.note) == (False, False, "stopped:2026-11-24T15:02+09:00")
    assert "confirm" in visit.view.disabled


def test_where_all_at_home_is_stopped_nothing_is_marked_and_nothing_to_be_confirmed_but_another_may_be_had() -> None:
    stops = (stop("juminhyo", OPEN), stop("koseki", OPEN))
    visit = Visit(many_rules(*stops), home=OBIHIRO)
    home = visit.choices()["home"]
    assert (home.enabled, home.chosen, home.note) == (False, False, "stopped:2026-11-24T15:00+09:00")
    assert "confirm" in visit.view.disabled
    visit.take(e.ConfirmPressed())
    assert visit.state == "choosing_municipality"
    visit.choose("other")
    assert "confirm" not in visit.view.disabled


def test_who_lives_where_nothing_is_offered_may_have_his_registers_from_elsewhere() -> None:
    visit = Visit(many_rules(), home=TOYAMA)
    home = visit.choices()["home"]
    assert (home.enabled, home.chosen, home.note) == (False, False, "no_service")
    visit.take(e.ChoicePressed(choice="home"), e.ConfirmPressed())
    assert visit.state == "choosing_municipality"
    visit.take(e.ChoicePressed(choice="other"), e.ConfirmPressed())
    visit.choose("region:1", "prefecture:01", "row:a", f"town:{OBIHIRO}")
    visit.take(e.ConfirmPressed())
    assert visit.opened(KOSEKI).municipality == OBIHIRO


def test_of_a_town_elsewhere_that_offers_him_nothing_he_is_told_so() -> None:
    visit = Visit(many_rules())
    visit.to_obihiro()
    visit.choose(f"town:{OBIHIRO}")
    visit.take(e.ConfirmPressed())
    visit.opened(JUMINHYO)  # never by this way, whatever the centre says
    assert visit.state == "card_left"
    assert visit.machine.desk.session.farewell == "not_available"


@pytest.mark.parametrize("event", [e.CancelPressed(), e.CardRemoved(), e.TimerExpired(timer="idle_end")])
def test_out_of_the_lists_as_out_of_any_screen(event: Event) -> None:
    visit = Visit(many_rules())
    visit.to_obihiro()
    visit.take(event)
    assert visit.state in ("card_left", "saying_sorry")


def test_hours_of_a_place_close_it_on_its_days() -> None:
    place = replace(many_rules(), hours=Hours(OPEN.time(), OPEN.time().replace(hour=17), frozenset({0, 1})))
    tuesday = datetime(2026, 11, 24, 12, tzinfo=JST)
    assert place.is_open(tuesday)
    assert not place.is_open(tuesday + timedelta(days=1))
    assert place.seconds_to_next_change(tuesday) == 5 * 3600
