"""The certificate centre as the kiosk meets it: the other end of docs/centre.md.

It knows the residents (`town`, made of sim.personas) and their certificates (sim.pki), refuses whom the
real service refuses, offers what municipality, domicile, household and registration allow, takes
applications for that registration, typesets the documents and signs them. It keeps what was issued and
what became of each copy, for the world and for reconciliation.
"""

from sim.centre.centre import Centre
from sim.centre.ledger import IssuedDocument, Outcome
from sim.centre.municipality import MUNICIPALITIES, Municipality, Stop

__all__ = ["MUNICIPALITIES", "Centre", "IssuedDocument", "Municipality", "Outcome", "Stop"]
