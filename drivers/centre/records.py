"""What became of the documents: the report of a copy, the key for the checking office, and the centre's own record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from drivers.centre import answers, facts
from drivers.centre.asking import Asking
from drivers.centre.fields import Fields
from drivers.centre.messages import ScrambleKey


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """One document of this terminal as the centre has it. delivered, void, unreported: copies, from 1."""

    document: str
    request: str
    municipality: str
    kind: str
    scope: str
    fee_yen: int
    issued: datetime
    delivered: tuple[int, ...]
    void: tuple[int, ...]
    unreported: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecordedTotal:
    """What was delivered of one kind in one municipality, by day of issue. scope: empty but for 戸籍."""

    day: date
    municipality: str
    kind: str
    scope: str
    copies: int
    yen: int


@dataclass(frozen=True, slots=True)
class Record:
    """A page of the centre's record. more: there are other documents; totals: of the whole span."""

    documents: tuple[RecordedDocument, ...]
    more: bool
    totals: tuple[RecordedTotal, ...] = field(repr=False)


class RecordOperations(Asking):
    """What `CentreClient` asks about documents that were issued."""

    def report(self, request_id: str, document: str, copy: int, outcome: str) -> None:
        """Tell what became of one copy (1 to 10) of a document (its id): `delivered` or `void`.

        Idempotent, also under a new id: the same values have the same answer. The other outcome
        afterwards is refused with the code `contradiction`.
        """
        if outcome not in facts.OUTCOMES or not 1 <= copy <= facts.COPIES_MAX:
            raise ValueError("no such outcome or copy")
        asked = {"document": document, "copy": copy, "outcome": outcome}
        self._ask(facts.REPORT, request_id, asked, answers.delivery)

    def scramble_key(self, request_id: str, document: str) -> ScrambleKey:
        """The key of a document that was issued, by its id; not the kiosk's business. Idempotent: it only reads.

        Refused with the code `unknown_document` for an id that the centre never gave out.
        """
        return self._ask(facts.SCRAMBLE_KEY, request_id, {"document": document}, answers.scramble_key)

    def record(self, request_id: str, first: date, last: date, after: int = 0) -> Record:
        """The record of this terminal from one day to another, at most 31 days later; at most 100 documents.

        after: how many documents to leave out. Idempotent: it only reads. Raises ValueError for a longer span.
        """
        if not first <= last <= first + timedelta(days=facts.RECORD_DAYS_MAX) or after < 0:
            raise ValueError(f"a record is of at most {facts.RECORD_DAYS_MAX} days, and from 0 on")
        asked = {"first": first.isoformat(), "last": last.isoformat(), "after": after}
        return self._ask(facts.RECORDS, request_id, asked, _record)


def _record(answer: Fields) -> Record:
    documents = answer.objects("documents", facts.RECORD_PAGE_MAX)
    totals = answer.objects("totals", facts.RECORD_TOTALS_MAX)
    return Record(
        tuple(_document(each) for each in documents),
        answer.flag("more"),
        tuple(_total(each) for each in totals),
    )


def _document(fields: Fields) -> RecordedDocument:
    kind, copies = fields.choice("kind", facts.ANY_KIND), facts.COPIES_MAX
    found = RecordedDocument(
        fields.text("document", facts.DOCUMENT_ID_CHARS_MAX, facts.OPAQUE),
        fields.text("request", facts.REQUEST_ID_CHARS_MAX),
        answers.municipality(fields, "municipality"),
        kind,
        fields.choice("scope", facts.scopes_of(kind)),
        fields.number("fee_yen", 0, facts.FEE_MAX_YEN),
        fields.time("issued"),
        fields.whole_numbers("delivered", 1, copies),
        fields.whole_numbers("void", 1, copies),
        fields.whole_numbers("unreported", 1, copies),
    )
    told = (*found.delivered, *found.void, *found.unreported)
    fields.rule("unreported", "each copy once", len(set(told)) == len(told))
    return found


def _total(fields: Fields) -> RecordedTotal:
    return RecordedTotal(
        fields.day("day"),
        answers.municipality(fields, "municipality"),
        fields.choice("kind", facts.ANY_KIND),
        fields.choice("scope", facts.RECORD_SCOPES),
        fields.number("copies", 0, facts.COUNT_MAX),
        fields.number("yen", 0, facts.COUNT_MAX * facts.FEE_MAX_YEN),
    )
