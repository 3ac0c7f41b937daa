"""The centre's public key comes from a file that the kiosk was given; without it the kiosk does not start."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from device.cli import main
from device.press.signature import SigningKeyError, load_key


def pem(key: Ed25519PrivateKey | EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_the_key_in_the_file(tmp_path: Path) -> None:
    key, path = Ed25519PrivateKey.generate(), tmp_path / "centre.pub"
    path.write_bytes(pem(key))
    assert load_key(path) == key.public_key().public_bytes_raw()


def test_what_is_no_such_key(tmp_path: Path) -> None:
    other, text = tmp_path / "ec.pub", tmp_path / "text.pub"
    other.write_bytes(pem(generate_private_key(SECP256R1())))
    text.write_text("no key", encoding="ascii")
    for path, cause in (
        (None, "not configured"),
        (tmp_path / "none.pub", "cannot be read"),
        (tmp_path, "cannot be read"),
        (text, "holds no public key"),
        (other, "of another kind"),
    ):
        with pytest.raises(SigningKeyError, match=cause) as error:
            load_key(path)
        assert "[centre] signing_key" in str(error.value)


def test_a_kiosk_without_the_key_does_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (files("device.config") / "demo.toml").read_text(encoding="utf-8")
    for name, address in (
        ("card", "pcsc:auto"), ("cash", "/dev/null"), ("receipt", "/dev/null"), ("page", "ipp://127.0.0.1:9/x")
    ):  # fmt: skip
        text = text.replace(f'"sim://{name}"', f'"{address}"')
    mutual = 'certificate = "kiosk.pem"\nkey = "kiosk.key"\nauthority = "centre-ca.pem"'
    text = text.replace('"sim://centre"', f'"https://127.0.0.1:9"\n{mutual}\nsigning_key = "centre.pub"')
    (tmp_path / "kiosk.toml").write_text(text, encoding="utf-8")
    arguments = ["run", "--config", str(tmp_path / "kiosk.toml"), "--screen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]
    assert main(arguments) == 2
    assert "centre.pub: it cannot be read" in capsys.readouterr().err
