"""What the printer says of itself. RFC 8011 section 5.4; PWG 5100.12 section 6.2 for IPP/2.0.

What never changes is encoded once; a poll for the state encodes the state alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from sim.page.codec import attribute, attribute_of
from sim.page.core import Core
from sim.page.engine import Timing
from sim.page.jobs import PRINTER_UUID
from sim.page.raster import RESOLUTION_DPI, SHEET_BACK, TYPES
from sim.page.tags import Operation, PrinterState, Tag
from sim.page.tickets import COLOUR_MODE, IN_COLOUR, MEDIA, MEDIA_COL_MEMBERS, MEDIA_SIZE, PWG_RASTER, TEMPLATES
from sim.page.values import Collection, Range, Resolution, Scalar, Value

RESOURCE = "/ipp/print"
MEDIA_COL: Collection = {
    "media-size": (Value(Tag.BEG_COLLECTION, MEDIA_SIZE),),
    "media-size-name": (Value(Tag.KEYWORD, MEDIA),),
    "media-type": (Value(Tag.KEYWORD, "stationery"),),
    "media-source": (Value(Tag.KEYWORD, "main"),),
}
_LARGE = {"media-col-database": attribute("media-col-database", Tag.BEG_COLLECTION, MEDIA_COL)}
"""Told only to who asks for it by name, not to who asks for all. PWG 5100.7."""
STATE_WORDS = {
    PrinterState.IDLE: "idle",
    PrinterState.PROCESSING: "printing",
    PrinterState.STOPPED: "needs attention",
}


def _templates() -> dict[str, bytes]:
    encoded: dict[str, bytes] = {}
    for template in TEMPLATES.values():
        name, supported = template.name, template.supported
        if name == COLOUR_MODE:
            continue
        encoded[f"{name}-default"] = attribute(f"{name}-default", template.tag, template.default)
        if isinstance(supported, Range):
            encoded[f"{name}-supported"] = attribute(f"{name}-supported", Tag.RANGE_OF_INTEGER, supported)
        else:
            encoded[f"{name}-supported"] = attribute(f"{name}-supported", template.tag, *supported)
    for name in ("media-col-default", "media-col-ready"):
        encoded[name] = attribute(name, Tag.BEG_COLLECTION, MEDIA_COL)
    encoded["media-col-supported"] = attribute("media-col-supported", Tag.KEYWORD, *MEDIA_COL_MEMBERS)
    for member in ("media-type", "media-source"):
        encoded[f"{member}-supported"] = attribute_of(f"{member}-supported", MEDIA_COL[member])
    encoded["media-ready"] = attribute("media-ready", Tag.KEYWORD, MEDIA)
    encoded["media-size-supported"] = attribute("media-size-supported", Tag.BEG_COLLECTION, MEDIA_SIZE)
    return encoded


def _raster() -> dict[str, bytes]:
    """PWG 5102.4 section 5."""
    dpi = Resolution(RESOLUTION_DPI, RESOLUTION_DPI, 3)
    table: tuple[tuple[str, Tag, tuple[Scalar, ...]], ...] = (
        ("pwg-raster-document-resolution-supported", Tag.RESOLUTION, (dpi,)),
        ("pwg-raster-document-sheet-back", Tag.KEYWORD, (SHEET_BACK,)),
        ("pwg-raster-document-type-supported", Tag.KEYWORD, tuple(TYPES)),
    )
    return {name: attribute(name, tag, *values) for name, tag, values in table}


def _description(uri: str, timing: Timing) -> dict[str, bytes]:
    table: tuple[tuple[str, Tag, tuple[str | int | bool, ...]], ...] = (
        ("charset-configured", Tag.CHARSET, ("utf-8",)),
        ("charset-supported", Tag.CHARSET, ("us-ascii", "utf-8")),
        ("compression-supported", Tag.KEYWORD, ("none",)),
        ("generated-natural-language-supported", Tag.NATURAL_LANGUAGE, ("en",)),
        ("ipp-versions-supported", Tag.KEYWORD, ("1.1", "2.0")),
        ("multiple-document-jobs-supported", Tag.BOOLEAN, (False,)),
        ("multiple-operation-time-out", Tag.INTEGER, (timing.document_wait_ms // 1000,)),
        ("multiple-operation-time-out-action", Tag.KEYWORD, ("abort-job",)),
        ("natural-language-configured", Tag.NATURAL_LANGUAGE, ("en",)),
        ("operations-supported", Tag.ENUM, tuple(Operation)),
        ("pages-per-minute", Tag.INTEGER, (60_000 // timing.sheet_ms,)),
        ("pdl-override-supported", Tag.KEYWORD, ("attempted",)),
        ("printer-info", Tag.TEXT, ("A4 laser printer, simulated",)),
        ("printer-is-accepting-jobs", Tag.BOOLEAN, (True,)),
        ("printer-location", Tag.TEXT, ("",)),
        ("printer-make-and-model", Tag.TEXT, ("Madoguchi simulated A4 printer",)),
        ("printer-more-info", Tag.URI, (uri.replace("ipp://", "http://"),)),
        ("printer-name", Tag.NAME, ("page",)),
        ("printer-uri-supported", Tag.URI, (uri,)),
        ("printer-uuid", Tag.URI, (PRINTER_UUID.urn,)),
        ("uri-authentication-supported", Tag.KEYWORD, ("none",)),
        ("uri-security-supported", Tag.KEYWORD, ("none",)),
        ("which-jobs-supported", Tag.KEYWORD, ("completed", "not-completed", "all")),
    )
    return {name: attribute(name, tag, *values) for name, tag, values in table}


def _queued(core: Core) -> bytes:
    return attribute("queued-job-count", Tag.INTEGER, len(core.jobs.unfinished()))


def _of_raster(encoded: bytes, core: Core) -> bytes:
    """A printer that reads no dots says nothing of them."""
    return encoded if PWG_RASTER in core.engine.habits.formats else b""


def _formats(core: Core) -> bytes:
    return attribute("document-format-supported", Tag.MIME_MEDIA_TYPE, *core.engine.habits.formats)


def _colour_modes(core: Core, which: str) -> bytes:
    template = IN_COLOUR if core.engine.habits.prints_colour else TEMPLATES[COLOUR_MODE]
    known = template.supported if isinstance(template.supported, tuple) else ()
    return attribute(f"{COLOUR_MODE}-{which}", Tag.KEYWORD, *(known if which == "supported" else (template.default,)))


_LIVE_TEMPLATES: dict[str, Callable[[Core], bytes]] = {
    f"{COLOUR_MODE}-{which}": partial(_colour_modes, which=which) for which in ("default", "supported")
}


_LIVE: dict[str, Callable[[Core], bytes]] = {
    "color-supported": lambda core: attribute("color-supported", Tag.BOOLEAN, core.engine.habits.prints_colour),
    "document-format-default": lambda core: attribute(
        "document-format-default", Tag.MIME_MEDIA_TYPE, core.engine.habits.formats[0]
    ),
    "document-format-supported": _formats,
    **{name: partial(_of_raster, encoded) for name, encoded in _raster().items()},
    "printer-state": lambda core: attribute("printer-state", Tag.ENUM, core.state()),
    "printer-state-reasons": lambda core: attribute(
        "printer-state-reasons", Tag.KEYWORD, *core.state_reasons()
    ),
    "printer-state-message": lambda core: attribute(
        "printer-state-message", Tag.TEXT, STATE_WORDS[core.state()]
    ),
    "printer-up-time": lambda core: attribute(
        "printer-up-time", Tag.INTEGER, core.up_time_s(core.clock.monotonic_ns())
    ),
    "printer-input-tray": lambda core: attribute_of(
        "printer-input-tray", (Value(Tag.OCTET_STRING, core.input_tray()),)
    ),
    "printer-output-tray": lambda core: attribute_of(
        "printer-output-tray", (Value(Tag.OCTET_STRING, core.output_bin()),)
    ),
    "queued-job-count": _queued,
}


class PrinterAttributes:
    """The printer's attributes, encoded on demand."""

    def __init__(self, core: Core, uri: str) -> None:
        self._core = core
        self._templates = _templates()
        self._description = _description(uri, core.timing)
        self._all_templates = b"".join(self._templates.values())
        self._templates |= _LARGE  # by name alone
        self._all_description = b"".join(self._description.values())

    def select(self, requested: Iterable[str]) -> bytes:
        """The attributes with these names or in these groups; what is unknown is left out."""
        names = dict.fromkeys(requested)
        every = "all" in names
        templates = every or "job-template" in names
        description = every or "printer-description" in names
        out = [self._all_templates, *(live(self._core) for live in _LIVE_TEMPLATES.values())] if templates else []
        if description:
            out.append(self._all_description)
            out.extend(live(self._core) for live in _LIVE.values())
        for name in names:
            if name in _LIVE_TEMPLATES and not templates:
                out.append(_LIVE_TEMPLATES[name](self._core))
            elif name in _LIVE and not description:
                out.append(_LIVE[name](self._core))
            elif name in self._description and not description:
                out.append(self._description[name])
            elif name in self._templates and (name in _LARGE or not templates):
                out.append(self._templates[name])
        return b"".join(out)
