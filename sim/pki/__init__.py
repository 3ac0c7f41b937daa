"""Keys and certificates of the simulated world, made when first asked for; the keys are kept outside the repository.

They follow the field layout of JPKI (公的個人認証サービス) under a test root, `O=JPKI-TEST`: nothing here
is, or can be taken for, a real person's certificate. The cache is `$XDG_CACHE_HOME/madoguchi/pki-v1`
(default `~/.cache`), shared safely by parallel processes; deleting it is always safe.
"""

from sim.pki.cache import PkiCacheError
from sim.pki.keys import (
    Pki,
    authentication_identity,
    authority,
    centre_signing_key,
    default_directory,
    signature_authority,
    signature_identity,
)
from sim.pki.material import Authority, Identity, NoCertificateError

__all__ = [
    "Authority",
    "Identity",
    "NoCertificateError",
    "Pki",
    "PkiCacheError",
    "authentication_identity",
    "authority",
    "centre_signing_key",
    "default_directory",
    "signature_authority",
    "signature_identity",
]
