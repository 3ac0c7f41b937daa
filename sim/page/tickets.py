"""What may be asked of a print job, and the check of what is asked. RFC 8011 section 5.2.

A supported attribute with a value the printer cannot do is refused always, fidelity or not, as
ippeveprinter 2.4.2 does: a certificate on the wrong paper is worth less than none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.page.codec import Attributes, attribute, attribute_of
from sim.page.jobs import Ticket
from sim.page.tags import Status, Tag
from sim.page.values import Collection, IppError, Localized, Range, Resolution, Scalar, Value

MEDIA = "iso_a4_210x297mm"
MEDIA_SIZE: Collection = {
    "x-dimension": (Value(Tag.INTEGER, 21_000),),
    "y-dimension": (Value(Tag.INTEGER, 29_700),),
}
"""A4 in hundredths of a millimetre. PWG 5101.1."""
PDF = "application/pdf"
PWG_RASTER = "image/pwg-raster"
FORMATS = (PDF, PWG_RASTER)


COLOUR_MODE = "print-color-mode"


@dataclass(frozen=True, slots=True)
class Template:
    """A job template attribute: its syntax, default and supported values."""

    name: str
    tag: Tag
    default: Scalar
    supported: tuple[Scalar, ...] | Range

    def allows(self, values: tuple[Value, ...]) -> bool:
        """One value, of the right syntax, among the supported ones."""
        if len(values) != 1 or values[0].tag != self.tag:
            return False
        value = values[0].value
        if isinstance(self.supported, Range):
            return isinstance(value, int) and self.supported.lower <= value <= self.supported.upper
        return value in self.supported


TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        Template("copies", Tag.INTEGER, 1, Range(1, 99)),
        Template("finishings", Tag.ENUM, 3, (3,)),
        Template("media", Tag.KEYWORD, MEDIA, (MEDIA,)),
        Template("orientation-requested", Tag.ENUM, 3, (3,)),
        Template("output-bin", Tag.KEYWORD, "face-down", ("face-down",)),
        Template(COLOUR_MODE, Tag.KEYWORD, "monochrome", ("auto", "monochrome")),
        Template("print-quality", Tag.ENUM, 4, (3, 4, 5)),
        Template("print-scaling", Tag.KEYWORD, "none", ("auto", "auto-fit", "fill", "fit", "none")),
        Template("printer-resolution", Tag.RESOLUTION, Resolution(600, 600, 3), (Resolution(600, 600, 3),)),
        Template(
            "sides", Tag.KEYWORD, "one-sided", ("one-sided", "two-sided-long-edge", "two-sided-short-edge")
        ),
    )
}

IN_COLOUR = Template(COLOUR_MODE, Tag.KEYWORD, "auto", ("auto", "color", "monochrome"))
"""The same of a printer with four toners. PWG 5100.13 section 5.2.3."""

MEDIA_COL_MEMBERS: dict[str, tuple[Scalar, ...] | None] = {
    "media-size": None,
    "media-size-name": (MEDIA,),
    "media-type": ("stationery",),
    "media-source": ("main",),
}
"""media-col's members and what each may be; the size is compared as a whole."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A ticket, and what was asked beyond it and ignored (encoded, for the reply)."""

    ticket: Ticket
    ignored: bytes


def check_document(operation: Attributes, formats: tuple[str, ...]) -> str:
    """The document's format. Raises `IppError` when that, or its compression, cannot be printed."""
    if text(operation, "compression", "none") != "none":
        raise IppError(Status.COMPRESSION_NOT_SUPPORTED, "no compression here")
    chosen = text(operation, "document-format", formats[0])
    if chosen not in formats:
        # RFC 8011 has 0x040A for this; ippeveprinter 2.4.2 answers 0x040B, and so do we.
        wrong = attribute_of("document-format", operation["document-format"])
        raise IppError(Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, "no such format here", wrong)
    return chosen


def check_ticket(operation: Attributes, job: Attributes, *, colour: bool) -> Checked:
    """The ticket of Print-Job, Validate-Job, Create-Job. Raises `IppError` when refused."""
    wrong = b"".join(attribute_of(name, values) for name, values in job.items() if not _allows(name, values, colour))
    unknown = b"".join(attribute(name, Tag.UNSUPPORTED, None) for name in job if not _knows(name))
    if "media" in job and "media-col" in job:
        raise IppError(Status.CONFLICTING_ATTRIBUTES, "media and media-col together")
    fidelity = flag(operation, "ipp-attribute-fidelity", default=False)
    if wrong or (unknown and fidelity):
        raise IppError(Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, "cannot print like that", wrong + unknown)
    name = text(operation, "job-name", "") or text(operation, "document-name", "") or "untitled"
    copies = job["copies"][0].value if "copies" in job else 1
    ticket = Ticket(
        name,
        text(operation, "requesting-user-name", "anonymous"),
        text(job, "sides", str(TEMPLATES["sides"].default)),
        copies if isinstance(copies, int) else 1,
        text(job, COLOUR_MODE, str((IN_COLOUR if colour else TEMPLATES[COLOUR_MODE]).default)),
    )
    return Checked(ticket, unknown)


def text(attributes: Attributes, name: str, default: str) -> str:
    """A string attribute, whatever its syntax. Raises `IppError` when it is not one string."""
    values = attributes.get(name)
    if values is None:
        return default
    value = values[0].value
    if len(values) == 1 and isinstance(value, str):
        return value
    if len(values) == 1 and isinstance(value, Localized):
        return value.text
    raise IppError(Status.BAD_REQUEST, f"{name} is not a string")


def integer(attributes: Attributes, name: str, default: int) -> int:
    """An integer attribute. Raises `IppError` when it is not one integer."""
    values = attributes.get(name)
    if values is None:
        return default
    if len(values) == 1 and values[0].tag == Tag.INTEGER and isinstance(values[0].value, int):
        return values[0].value
    raise IppError(Status.BAD_REQUEST, f"{name} is not an integer")


def flag(attributes: Attributes, name: str, *, default: bool) -> bool:
    """A boolean attribute. Raises `IppError` when it is not one boolean."""
    values = attributes.get(name)
    if values is None:
        return default
    if len(values) == 1 and isinstance(values[0].value, bool):
        return values[0].value
    raise IppError(Status.BAD_REQUEST, f"{name} is not a boolean")


def _knows(name: str) -> bool:
    return name in TEMPLATES or name == "media-col"


def _allows(name: str, values: tuple[Value, ...], colour: bool) -> bool:
    if name == COLOUR_MODE and colour:
        return IN_COLOUR.allows(values)
    if name == "media-col":
        return len(values) == 1 and _allows_media_col(values[0].value)
    return name not in TEMPLATES or TEMPLATES[name].allows(values)


def _allows_media_col(collection: Scalar) -> bool:
    if not isinstance(collection, dict):
        return False
    for member, values in collection.items():
        if member not in MEDIA_COL_MEMBERS or len(values) != 1:
            return False
        supported = MEDIA_COL_MEMBERS[member] or (MEDIA_SIZE,)
        if values[0].value not in supported:
            return False
    return True
