"""What the municipalities know of their residents, in one SQLite file.

`model` says what a resident, a household and a 戸籍 are; `schema` how they lie in the file; `build` (with
`build_…` and `rows`) fills it from the table of personas, and `lives` what that table leaves open; `town` reads it.
Whoever wants other residents opens the file with any SQLite tool.
"""

from sim.centre.town.model import (
    Application,
    CertificateRecord,
    FamilyRegister,
    Foreigner,
    Holder,
    Household,
    MoveDays,
    Person,
    PersonKey,
    Registered,
    Resident,
)
from sim.centre.town.town import Town, TownFileError

__all__ = [
    "Application",
    "CertificateRecord",
    "FamilyRegister",
    "Foreigner",
    "Holder",
    "Household",
    "MoveDays",
    "Person",
    "PersonKey",
    "Registered",
    "Resident",
    "Town",
    "TownFileError",
]
