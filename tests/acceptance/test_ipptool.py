"""Our page printer before `ipptool`, and the tests that CUPS has for printers of other makers."""

from __future__ import annotations

import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sim.page.ipp import pdf_of

IPPTOOL = shutil.which("ipptool")
pytestmark = pytest.mark.skipif(IPPTOOL is None, reason="ipptool is not installed (package cups-ipp-utils)")

LIMIT_S = 60.0
HURRY = "1000"
"""It looks at a job once in five seconds: ours are over by then."""

NOT_CLAIMED = {
    "RFC 8011 section 4.2.2: Print-URI Operation",
    "Print-URI with bad URI: Print-URI Operation",
    "RFC 8011 section 4.2.4: Create-Job Operation",
    "RFC 8011 section 4.3.2: Send-URI Operation",
    "Send-URI with bad URI: Create-Job Operation",
    "Send-URI with bad URI: Send-URI Operation (bad URI)",
    "Send-URI with bad URI: Cancel-Job Operation",
}
"""It fetches no documents by itself."""


@pytest.fixture(scope="module")
def printer() -> Iterator[str]:
    """The simulator as a process of its own; its URI."""
    command = [sys.executable, "-m", "device", "sim", "page", "--hurry", HURRY]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], LIMIT_S)[0], "the printer says nothing"
        yield process.stdout.readline().decode().strip()
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT_S)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Two pages of A4."""
    path = tmp_path / "a4.pdf"
    path.write_bytes(pdf_of("FRONT", "BACK"))
    return path


def judged(printer: str, document: Path, test: str) -> dict[str, str]:
    """Each test of the file with its verdict; what was said of those that failed is in the message."""
    assert IPPTOOL is not None
    arguments = ["-tf", str(document), "-d", "filetype=application/pdf", printer, test]
    done = subprocess.run([IPPTOOL, *arguments], capture_output=True, text=True, timeout=LIMIT_S, check=False)
    verdicts = dict(re.findall(r"^    (\S.*?) +\[(PASS|FAIL|SKIP)\]$", done.stdout, re.MULTILINE))
    assert (done.returncode, "FAIL" in verdicts.values()) == (0, False), done.stdout + done.stderr
    return verdicts


def test_it_passes_all_that_it_claims_of_ipp_1_1_and_2_0(printer: str, document: Path) -> None:
    verdicts = judged(printer, document, "ipp-2.0.test")  # takes ipp-1.1.test in
    skipped = {name for name, verdict in verdicts.items() if verdict == "SKIP"}
    assert skipped <= NOT_CLAIMED
    assert len(verdicts) - len(skipped) >= 24
    assert verdicts["RFC 8011 section 4.3.1: Send-Document Operation"] == "PASS"
    assert verdicts["PWG 5100.12 section 6.2 - Required Printer Description Attributes"] == "PASS"


@pytest.mark.parametrize(
    "test",
    [
        "get-printer-attributes.test",
        "get-completed-jobs.test",
        "get-jobs.test",
        "validate-job.test",
        "print-job.test",
    ],
)
def test_single_questions_are_answered(printer: str, document: Path, test: str) -> None:
    assert "PASS" in judged(printer, document, test).values()
