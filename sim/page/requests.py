"""From the body of a POST to the body of its answer: what is the same for every operation.

RFC 8011 section 4.1: version, request-id, the first two operation attributes, the target.
"""

from __future__ import annotations

from sim.page.codec import Attributes, Message, attribute, decode, header_of, reply
from sim.page.core import Core
from sim.page.operations import Operations, Outcome, path_of
from sim.page.printer_attributes import RESOURCE
from sim.page.tags import Group, Operation, Status, Tag
from sim.page.values import IppError

CHARSETS = ("utf-8", "us-ascii")
REQUEST_ID_MAX = 2**31 - 1
SPOKEN = {1: (1, 1), 2: (2, 0)}
"""The version of the reply by the major version of the request."""
_NEWEST = (2, 0)
_JOB_OPERATIONS = frozenset({Operation.CANCEL_JOB, Operation.SEND_DOCUMENT, Operation.GET_JOB_ATTRIBUTES})

_REPLY_HEAD = attribute("attributes-charset", Tag.CHARSET, "utf-8") + attribute(
    "attributes-natural-language", Tag.NATURAL_LANGUAGE, "en"
)
_REPLY_HEAD_OK = _REPLY_HEAD + attribute("status-message", Tag.TEXT, "successful-ok")


class Requests:
    """Answers IPP requests for one printer."""

    def __init__(self, core: Core, uri: str) -> None:
        self._core = core
        self._operations = Operations(core, uri)

    def answer(self, body: bytes) -> bytes:
        """The reply to any bytes. Raises `IppError` only for what has no IPP header at all."""
        version, _, request_id = header_of(body)
        spoken = SPOKEN.get(version[0], _NEWEST)
        self._core.run()
        try:
            message = decode(body)
            outcome = self._operations.carry_out(message, check(message))
        except IppError as error:
            head = _REPLY_HEAD + attribute("status-message", Tag.TEXT, error.message)
            groups = [(Group.OPERATION, head)]
            if error.unsupported:
                groups.append((Group.UNSUPPORTED, error.unsupported))
            return reply(spoken, error.status, request_id, groups)
        return reply(spoken, outcome.status, request_id, _with_head(outcome))


def _with_head(outcome: Outcome) -> list[tuple[Group, bytes]]:
    head = _REPLY_HEAD_OK if outcome.status is Status.OK else _REPLY_HEAD
    return [(Group.OPERATION, head), *outcome.groups]


def check(message: Message) -> Attributes:
    """The operation attributes of a request that may be carried out. Raises `IppError`."""
    if message.version[0] not in SPOKEN:
        raise IppError(Status.VERSION_NOT_SUPPORTED, "IPP/1.1 and IPP/2.0 here")
    if not 0 < message.request_id <= REQUEST_ID_MAX:
        raise IppError(Status.BAD_REQUEST, "a request-id is from 1 to 2147483647")
    if not message.groups or message.groups[0][0] != Group.OPERATION:
        raise IppError(Status.BAD_REQUEST, "operation attributes come first")
    if sum(tag == Group.OPERATION for tag, _ in message.groups) > 1:
        raise IppError(Status.BAD_REQUEST, "operation attributes come once")
    operation = message.groups[0][1]
    _check_language(operation)
    _check_target(message.code, operation)
    return operation


def _check_language(operation: Attributes) -> None:
    """RFC 8011 section 4.1.4.1: charset first, natural language second."""
    first_two = list(operation)[:2]
    if first_two != ["attributes-charset", "attributes-natural-language"]:
        raise IppError(Status.BAD_REQUEST, "charset and natural language come first")
    charset, language = operation["attributes-charset"][0], operation["attributes-natural-language"][0]
    if charset.tag != Tag.CHARSET or language.tag != Tag.NATURAL_LANGUAGE:
        raise IppError(Status.BAD_REQUEST, "charset or natural language under a wrong tag")
    if str(charset.value).lower() not in CHARSETS:
        raise IppError(Status.CHARSET_NOT_SUPPORTED, "UTF-8 here")


def _check_target(operation_code: int, operation: Attributes) -> None:
    """RFC 8011 section 4.1.5."""
    if "job-uri" in operation and operation_code in _JOB_OPERATIONS:
        return
    target = operation.get("printer-uri")
    if target is None or len(target) != 1 or target[0].tag != Tag.URI:
        raise IppError(Status.BAD_REQUEST, "printer-uri is missing")
    if path_of(str(target[0].value)) != RESOURCE:
        raise IppError(Status.NOT_FOUND, "no such printer here")
