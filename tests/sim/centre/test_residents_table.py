"""The table of those who stand for the rules: what contradicts itself is refused, without being quoted."""

from __future__ import annotations

from importlib.resources import files

import pytest

from sim.personas import PersonaTableError, persona
from sim.personas.loader import TABLES, parse


def table() -> str:
    return "\n".join(files("sim.personas").joinpath(name).read_text(encoding="utf-8") for name in TABLES)


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ('registration = "waiting"', 'registration = "soon"', "registered, waiting or none"),
        ('head = "届出 待子"', 'head = "届出 待代"', "head stands among the members"),
        ('domicile = "見本町２３０番地"', 'domicile = ""', "domicile"),
        ('\nname = "家元 丙太"\nbirth = 2003-07-07', '\nname = "家元 丙太"\nbirth = 2003-07-08', "has the person"),
        ('name = "新居 戊郎"\nbirth = 1989-03-30', 'name = "新居戊郎"\nbirth = 1989-03-30', "head stands among"),
        ('relation = "長女"\nrole = "妻"\n', 'relation = "長女"\nrole = "妻"\nleft = true\n', "struck the person out"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(good: str, bad: str, rule: str) -> None:
    assert good in table()
    with pytest.raises(PersonaTableError, match=rule) as caught:
        parse(table().replace(good, bad))
    assert not any(value in str(caught.value) for value in ("待代", "新居", "家元", "soon"))


def test_a_foreign_resident_has_no_domicile_and_everybody_else_has() -> None:
    assert persona("foreign-maria").honseki_municipality == ""
    assert persona("mixed-taihei").honseki_municipality == "16202"
    without = 'honseki_municipality = "16202"\nhonseki = "見本町１１０番地"\n'
    with pytest.raises(PersonaTableError, match="empty for a foreign resident"):
        parse(table().replace(without, 'honseki = "見本町１１０番地"\n'))


def test_nothing_personal_is_in_a_repr() -> None:
    somebody = [persona("parent-koichi"), persona("foreign-maria"), persona("moved-lately-chikako")]
    said = "".join(repr(each) + repr(each.household) + repr(each.register) + repr(each.rehoused) for each in somebody)
    said += repr([member.foreign for person in somebody for member in person.household])
    register = persona("parent-koichi").register
    assert register is not None
    said += repr(register.members) + repr([event for member in register.members for event in member.events])
    assert not any(secret in said for secret in ("家元", "1960", "MARIA", "共和国", "見本町", "ZZ0000"))


def test_the_names_that_can_come_up_are_those_of_household_and_register() -> None:
    assert {"家元 丙太", "家元 甲一", "家元 乙美"} <= persona("unmarried-heita").names
