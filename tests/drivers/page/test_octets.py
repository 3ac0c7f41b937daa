"""The octets themselves: RFC 8010's own examples, collections, tags of tomorrow, junk."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.page.decode import MalformedError, Range, Resolution, Value, reply
from drivers.page.encode import attribute, request
from drivers.page.tags import GroupTag, Operation, ValueTag
from tests.drivers.page.octets import END, JOB, PREAMBLE, PRINTER, field, keywords, number

PRINT_JOB_OF_THE_RFC = bytes.fromhex(
    "0101 0002 00000001 01"
    "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
    "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
    "45 000b 7072696e7465722d757269"
    "   002c 6970703a2f2f7072696e7465722e6578616d706c652e636f6d2f6970702f7072696e742f70696e6574726565"
    "42 0008 6a6f622d6e616d65 0006 666f6f626172"
    "22 0016 6970702d6174747269627574652d666964656c697479 0001 01"
    "02"
    "21 0006 636f70696573 0004 00000014"
    "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765"
    "03"
)
"""RFC 8010 appendix A.1, up to the document."""

HEAD = bytes.fromhex("0200 0000 00000001")


def test_the_print_job_request_of_the_rfc_comes_out_octet_for_octet() -> None:
    about = (
        attribute(ValueTag.CHARSET, "attributes-charset", "utf-8")
        + attribute(ValueTag.NATURAL_LANGUAGE, "attributes-natural-language", "en-us")
        + attribute(ValueTag.URI, "printer-uri", "ipp://printer.example.com/ipp/print/pinetree")
        + attribute(ValueTag.NAME, "job-name", "foobar")
        + attribute(ValueTag.BOOLEAN, "ipp-attribute-fidelity", True)
    )
    job = attribute(ValueTag.INTEGER, "copies", 20) + attribute(
        ValueTag.KEYWORD, "sides", "two-sided-long-edge"
    )
    assert request(Operation.PRINT_JOB, 1, about, job, version=b"\x01\x01") == PRINT_JOB_OF_THE_RFC


def test_several_values_of_one_attribute_have_no_name_after_the_first() -> None:
    """RFC 8010 appendix A.7, the requested-attributes of Get-Jobs."""
    assert attribute(ValueTag.KEYWORD, "requested-attributes", "job-id", "job-name") == bytes.fromhex(
        "44 0014 7265717565737465642d61747472696275746573 0006 6a6f622d6964 44 0000 0008 6a6f622d6e616d65"
    )


def test_the_successful_reply_of_the_rfc_is_read() -> None:
    """RFC 8010 appendix A.2."""
    told = reply(
        bytes.fromhex("0101 0000 00000001")
        + PREAMBLE
        + field(0x41, "status-message", b"successful-ok")
        + JOB
        + number("job-id", 147)
        + field(0x45, "job-uri", b"ipp://printer.example.com/ipp/print/pinetree/147")
        + number("job-state", 3, 0x23)
        + END
    )
    (job,) = told.all_of(GroupTag.JOB)
    assert told.version == (1, 1)
    assert (told.status_code, told.request_id) == (0, 1)
    assert job["job-id"] == (Value(0x21, 147),)
    assert job["job-state"] == (Value(0x23, 3),)


def test_a_collection_within_a_collection_is_read() -> None:
    """RFC 8010 §3.1.6 and appendix A.4: media-col with media-size."""
    media_col = (
        field(0x34, "media-col-default", b"")
        + field(0x4A, "", b"media-size")
        + field(0x34, "", b"")
        + field(0x4A, "", b"x-dimension")
        + number("", 21000)
        + field(0x4A, "", b"y-dimension")
        + field(0x33, "", bytes.fromhex("00007404 00007405"))
        + field(0x37, "", b"")
        + field(0x4A, "", b"media-type")
        + keywords("", "stationery")
        + keywords("", "stationery-fine")
        + field(0x37, "", b"")
    )
    told = reply(HEAD + PRINTER + media_col + keywords("sides-supported", "one-sided") + END)
    (printer,) = told.all_of(GroupTag.PRINTER)
    (value,) = printer["media-col-default"]
    size = {"x-dimension": (Value(0x21, 21000),), "y-dimension": (Value(0x33, Range(29700, 29701)),)}
    assert value.data == {
        "media-size": (Value(0x34, size),),
        "media-type": (Value(0x44, "stationery"), Value(0x44, "stationery-fine")),
    }
    assert printer["sides-supported"] == (Value(0x44, "one-sided"),)


def test_tags_of_tomorrow_are_carried_and_break_nothing() -> None:
    told = reply(
        HEAD
        + b"\x0b"  # a group that no specification has
        + field(0x2E, "an-integer-of-tomorrow", b"\x01\x02\x03")
        + field(0x7F, "an-extended-tag", bytes.fromhex("40000000 abcd"))
        + field(0x12, "unknown-so-far", b"")
        + field(0x36, "job-name", b"\x00\x02ja\x00\x06\xe8\xa6\x8b\xe6\x9c\xac")
        + field(0x32, "resolution", bytes.fromhex("00000258 000004b0 03"))
        + field(0x31, "date", bytes(11))
        + field(0x22, "flag", b"\x00")
        + END
        + b"rest"
    )
    assert told.groups[0][0] == 0x0B
    assert told.groups[0][1] == {
        "an-integer-of-tomorrow": (Value(0x2E, b"\x01\x02\x03"),),
        "an-extended-tag": (Value(0x40000000, b"\xab\xcd"),),
        "unknown-so-far": (Value(0x12, None),),
        "job-name": (Value(0x36, "見本"),),
        "resolution": (Value(0x32, Resolution(600, 1200, 3)),),
        "date": (Value(0x31, bytes(11)),),
        "flag": (Value(0x22, False),),
    }


def test_the_first_of_two_attributes_of_one_name_wins() -> None:
    told = reply(HEAD + PRINTER + number("queued", 1) + number("queued", 2) + number("", 3) + END)
    assert told.all_of(GroupTag.PRINTER)[0]["queued"] == (Value(0x21, 1),)


NESTED_TOO_DEEP = field(0x34, "a", b"") + (field(0x4A, "", b"b") + field(0x34, "", b"")) * 2000


@pytest.mark.parametrize(
    ("octets", "cause"),
    [
        (b"", "shorter than any reply"),
        (HEAD, "cut off"),
        (HEAD + number("x", 1) + END, "before any group"),
        (HEAD + PRINTER + number("", 1) + END, "without an attribute"),
        (HEAD + PRINTER + field(0x21, "x", b"\x01") + END, "tag 21 with 1 octets instead of 4"),
        (HEAD + PRINTER + field(0x22, "x", b"\x02") + END, "neither 00 nor 01"),
        (HEAD + PRINTER + field(0x35, "x", b"\x00\x02ja\x00\x09x") + END, "do not add up"),
        (HEAD + PRINTER + field(0x36, "x", b"\x00") + END, "cut off"),
        (HEAD + PRINTER + field(0x7F, "x", b"\x01") + END, "extended tag"),
        (HEAD + PRINTER + field(0x37, "x", b"") + END, "outside"),
        (HEAD + PRINTER + field(0x34, "x", b"") + number("", 1) + END, "before any member"),
        (HEAD + PRINTER + field(0x34, "x", b"") + number("y", 1) + END, "named attribute inside"),
        (HEAD + PRINTER + field(0x34, "x", b"") + END, "group that begins inside"),
        (HEAD + PRINTER + NESTED_TOO_DEEP + END, "nested"),
        (HEAD + PRINTER + field(0x44, "x", b"abcdef")[:-2], "cut off"),
    ],
)
def test_what_is_no_reply_is_malformed_and_says_where(octets: bytes, cause: str) -> None:
    with pytest.raises(MalformedError, match=cause):
        reply(octets)


WHOLE = HEAD + PREAMBLE + PRINTER + number("printer-state", 3, 0x23) + keywords("reasons", "none") + END


@given(st.integers(0, len(WHOLE) - 1))
@settings(deadline=None, max_examples=100)
def test_a_reply_cut_off_anywhere_is_malformed(length: int) -> None:
    with pytest.raises(MalformedError):
        reply(WHOLE[:length])


PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([PRINTER, JOB, END, field(0x34, "c", b""), field(0x37, "", b""), field(0x4A, "", b"m")]),
    st.builds(field, st.integers(0, 255), st.sampled_from(["", "a", "b"]), st.binary(max_size=12)),
)


@given(st.lists(PIECES, max_size=12))
@settings(deadline=None, max_examples=300)
def test_any_octets_are_a_reply_or_malformed(pieces: list[bytes]) -> None:
    try:
        told = reply(HEAD + b"".join(pieces))
    except MalformedError:
        return
    assert sum(len(values) for _, group in told.groups for values in group.values()) <= 12 * 17
