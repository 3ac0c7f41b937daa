"""Who the centre knows: residents, their households and registers, and whose certificate is whose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone
from typing import Final

from cryptography import x509

from sim.personas import Member, Persona
from sim.pki import authentication_identity

JST: Final = timezone(timedelta(hours=9))

REGISTER_RELATIONS: Final = frozenset({"世帯主", "妻", "夫", "子"})
"""Members of a household who share a 戸籍: married couple and unmarried children (Takaoka's guide, Tips)."""


def own_entry(person: Persona) -> Member:
    """The person's own line in the household."""
    return next(
        member for member in person.household if (member.name, member.birth) == (person.name, person.birth)
    )


def people_of(person: Persona) -> Mapping[str, Member]:
    """Everybody of the household by handle, in the register's order."""
    return {f"p{index}": member for index, member in enumerate(person.household, 1)}


def register_of(person: Persona) -> tuple[Member, ...]:
    """Those of the household who are in the same 戸籍 as the person."""
    own = own_entry(person)
    if own.relation not in REGISTER_RELATIONS:
        return (own,)
    return tuple(member for member in person.household if member.relation in REGISTER_RELATIONS)


def same_household(one: Persona, other: Persona) -> bool:
    """Whether they live together: one 世帯 at one address."""
    return (one.municipality, one.address, one.head_of_household) == (
        other.municipality,
        other.address,
        other.head_of_household,
    )


class Residents:
    """The residents by id, and by the certificate that was issued to them."""

    def __init__(self, people: Mapping[str, Persona]) -> None:
        self._people = people

    def __getitem__(self, person_id: str) -> Persona:
        return self._people[person_id]

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._people

    def housemates(self, person: Persona) -> tuple[Persona, ...]:
        """All residents of the same household, the person included."""
        return tuple(other for other in self._people.values() if same_household(person, other))

    def holder_of(self, certificate: x509.Certificate, der: bytes) -> Persona | None:
        """Whose certificate this is, byte for byte; None when it was issued to none of them.

        Only certificates of residents whose card was handed over on the certificate's first day
        are looked at, so that no key has to be made for anybody who never comes.
        """
        issued = certificate.not_valid_before_utc.astimezone(JST).date()
        for person in self._people.values():
            card = person.card
            if card.kind != "my_number" or not card.has_authentication_certificate or card.issued != issued:
                continue
            if authentication_identity(person).certificate_der == der:
                return person
        return None
