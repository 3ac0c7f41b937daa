"""The centre's figures in `make bench`: sessions over mutual TLS on loopback, and the typesetting of a certificate."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from device.clock import TOKYO
from device.clock import RealClock as BoxClock
from drivers.centre import CentreClient, CertificateAccepted, Offer, SessionOpened

Figure = tuple[str, str, bool]

AT = datetime(2025, 10, 8, 10, tzinfo=TOKYO)
WHO, LARGEST, TOWN = "yamada-taro", "four-sheets-hiroshi", "16202"
TERMINAL = "BENCH-1"
SESSIONS = 60
TYPESET_S_MAX = 0.2


def figures() -> Iterator[Figure]:
    """Centre and terminal share one process, so that both ends' work is counted."""
    with _centre() as client:
        yield from _sessions(client)
        yield from _typesetting(client)


class _Signer:
    """A card's key, without the card's own slowness."""

    def __init__(self, who: str) -> None:
        from sim.personas import persona
        from sim.pki import authentication_identity

        self._identity = authentication_identity(persona(who))
        self.certificate = self._identity.certificate_der

    def sign(self, challenge: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return self._identity.private_key.sign(challenge, PKCS1v15(), SHA256())


@contextmanager
def _centre() -> Iterator[CentreClient]:
    from device.ports.opening import open_http
    from drivers.http import HttpClient
    from sim.centre import Centre
    from sim.hosts import Reactor, RealClock, TlsMaterial, listen

    clock, box_clock = RealClock(AT), BoxClock()
    centre, reactor = Centre(clock, think_ms={}), Reactor(clock)
    centre.prepare()
    material = TlsMaterial()
    with TemporaryDirectory(prefix="madoguchi-") as folder, reactor:
        host, port = listen(reactor, centre, tls=material.server_context())
        files = material.write_client(Path(folder), TERMINAL)
        name, opener, _ = open_http(
            f"https://{host}:{port}",
            box_clock,
            certificate=files.certificate,
            key=files.key,
            authority=files.authority,
        )
        client = CentreClient(HttpClient("certificate centre", name, opener, box_clock), TERMINAL, box_clock)
        yield client
        client.close()


def _sessions(client: CentreClient) -> Iterator[Figure]:
    """Certificate, challenge, signature, offer, one after the other on the terminal's connection; and making that."""
    signer = _Signer(WHO)
    _offer(client, signer, "W")
    rate = SESSIONS / _timed(client, signer, "S", anew=False)
    yield "centre: sessions a second over mutual TLS, both ends in one process (report)", f"{rate:.0f}", rate > 0
    anew_s = _timed(client, signer, "A", anew=True) / SESSIONS
    name = "  a session on a connection of its own, the wait for the centre's verdict on the terminal included (report)"
    yield name, f"{anew_s * 1000:.0f} ms", anew_s > 0


def _timed(client: CentreClient, signer: _Signer, name: str, *, anew: bool) -> float:
    began = time.perf_counter()
    for number in range(SESSIONS):
        if anew:
            client.close()
        _offer(client, signer, f"{name}-{number}")
    return time.perf_counter() - began


def _offer(client: CentreClient, signer: _Signer, request: str) -> tuple[str, Offer]:
    """A session, and what it has on offer."""
    accepted = client.check_certificate(f"{request}-1", signer.certificate)
    assert isinstance(accepted, CertificateAccepted)
    signature = signer.sign(accepted.challenge)
    opened = client.open_session(f"{request}-2", signer.certificate, accepted.challenge, signature, TOWN)
    assert isinstance(opened, SessionOpened)
    return opened.session, client.offer(f"{request}-3", opened.session)


def _typesetting(client: CentreClient) -> Iterator[Figure]:
    """Every kind for the first time, one sheet and several; fonts are read before the first customer comes."""
    took: dict[str, float] = {}
    for who in (WHO, LARGEST):
        session, offer = _offer(client, _Signer(who), who)
        for kind in offer.kinds:
            scope = "all" if "all" in kind.scopes else "self"
            began = time.perf_counter()
            document = client.issue(f"{who}-{kind.kind}", session, kind.kind, scope, (), {}, 1)
            took[f"{kind.kind}, {document.sheets} sheets"] = time.perf_counter() - began
    slowest = max(took, key=lambda kind: took[kind])
    name = f"  a certificate typeset, from order to answer, the slowest of {len(took)} (goal at most {TYPESET_S_MAX} s)"
    yield name, f"{took[slowest]:.3f} s ({slowest})", took[slowest] <= TYPESET_S_MAX
