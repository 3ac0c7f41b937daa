"""PDFium is not thread-safe: whatever uses it in a process shares one lock, and nobody goes past it."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest

import device
import drivers
import drivers.pdfium
import sim
import sim.pdfium
import statemachine
from tests.sim.page.ipp import pdf_of

PACKAGES = (statemachine, drivers, device, sim)
GUARDS = {"drivers/pdfium.py", "sim/pdfium.py"}
LIMIT_S = 20.0


def sources() -> list[Path]:
    folders = [Path(str(package.__file__)).parent for package in PACKAGES]
    return [path for folder in folders for path in sorted(folder.rglob("*.py"))]


def imports(tree: ast.AST) -> list[str]:
    """Modules imported anywhere in it, but for those that only types are taken from."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
        found += imports(node)
    return found


def test_nothing_but_the_guards_imports_the_library() -> None:
    past = {
        "/".join(path.parts[-2:])
        for path in sources()
        if any(name.partition(".")[0].startswith("pypdfium2") for name in imports(ast.parse(path.read_text())))
    }
    assert past == GUARDS


def test_every_function_of_the_library_takes_the_one_lock_whoever_calls_it() -> None:
    assert [name for name, each in vars(pypdfium2.raw).items() if hasattr(type(each), "argtypes")] == []
    lock = vars(pypdfium2.raw)[drivers.pdfium.LOCK]
    assert drivers.pdfium.LOCK == sim.pdfium.LOCK
    drivers.pdfium.serialise(pypdfium2.raw)
    sim.pdfium.serialise(pypdfium2.raw)
    assert vars(pypdfium2.raw)[drivers.pdfium.LOCK] is lock, "a second guard would be a second lock"


@pytest.mark.parametrize("guard", [drivers.pdfium, sim.pdfium], ids=["controller", "simulators"])
def test_a_call_waits_until_the_one_in_another_thread_is_over(guard: ModuleType) -> None:
    began, go_on, order = threading.Event(), threading.Event(), list[str]()

    class Function:
        argtypes = ()

        def __init__(self, name: str, slow: bool) -> None:
            self.__name__, self._slow = name, slow

        def __call__(self) -> None:
            order.append(f"{self.__name__} begins")
            if self._slow:
                began.set()
                assert go_on.wait(LIMIT_S)
            order.append(f"{self.__name__} ends")

    library: Any = ModuleType("library")
    library.slow, library.quick = Function("slow", slow=True), Function("quick", slow=False)
    guard.serialise(library)
    first = threading.Thread(target=library.slow)
    first.start()
    assert began.wait(LIMIT_S)
    second = threading.Thread(target=library.quick)
    second.start()
    second.join(0.05)
    go_on.set()
    first.join(LIMIT_S)
    second.join(LIMIT_S)
    assert order == ["slow begins", "slow ends", "quick begins", "quick ends"]


def test_documents_are_read_in_two_threads_at_once_and_come_out_whole() -> None:
    pdfs = {text: pdf_of(text) for text in ("ONE", "TWO")}
    wrong: list[str] = []

    def read(text: str) -> None:
        for _ in range(60):
            document = pypdfium2.PdfDocument(pdfs[text])
            page = document[0]
            if text not in page.get_textpage().get_text_range():
                wrong.append(text)
            page.render(scale=0.3)  # and nothing is closed: the collector does, in whatever thread

    threads = [threading.Thread(target=read, args=(text,)) for text in pdfs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)
    assert not any(thread.is_alive() for thread in threads)
    assert wrong == []
