"""Reed–Solomon over GF(256), many blocks at once: what puts damaged cells right (as in ISO/IEC 16022, QR and CDs).

Field polynomial x^8 + x^4 + x^3 + x^2 + 1, generator with the roots α^0 to α^(parity - 1). A block is 255 bytes: data,
then parity; up to parity / 2 wrong bytes of it are put right, wherever they are.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 255
_POLYNOMIAL: Final = 0x11D


@cache
def _tables() -> tuple[Any, Any, Any]:
    """Powers of α (twice around), logarithms (of 0: unused), and all products."""
    import numpy as np

    powers, logs = np.zeros(2 * BLOCK, np.uint8), np.zeros(256, np.int64)
    value = 1
    for exponent in range(BLOCK):
        powers[exponent] = powers[exponent + BLOCK] = value
        logs[value] = exponent
        value = (value << 1) ^ (_POLYNOMIAL if value & 0x80 else 0)
    products = powers[(logs[:, None] + logs[None, :])]
    products[0], products[:, 0] = 0, 0
    return powers, logs, products


@cache
def _generator(parity: int) -> NDArray[np.uint8]:
    """The generator's coefficients, the highest (always 1) left out."""
    import numpy as np

    powers, _, products = _tables()
    polynomial = np.array([1], np.uint8)
    for root in range(parity):
        shifted = np.append(polynomial, np.uint8(0))
        shifted[1:] ^= products[polynomial, powers[root]]
        polynomial = shifted
    return polynomial[1:]


def encode(data: NDArray[np.uint8], parity: int) -> NDArray[np.uint8]:
    """Blocks (n × 255) of data (n × (255 - parity))."""
    import numpy as np

    products = _tables()[2]
    steps = products[:, _generator(parity)]
    rest = np.zeros((len(data), parity), np.uint8)
    for column in data.T:
        feedback = steps[column ^ rest[:, 0]]
        rest[:, :-1] = rest[:, 1:]
        rest[:, -1] = 0
        rest ^= feedback
    return np.concatenate([data, rest], axis=1)


def decode(blocks: NDArray[np.uint8], parity: int) -> tuple[NDArray[np.uint8], int, int]:
    """The data of blocks (n × 255), how many bytes were put right, and how many blocks are beyond repair."""
    import numpy as np

    powers, _, products = _tables()
    syndromes = np.zeros((len(blocks), parity), np.uint8)
    roots = powers[:parity]
    for column in blocks.T:
        syndromes = products[syndromes, roots] ^ column[:, None]
    mended, bytes_mended, lost = blocks.copy(), 0, 0
    for index in np.flatnonzero(syndromes.any(axis=1)):
        errors = _errors(syndromes[index])
        if errors is None:
            lost += 1
            continue
        places, values = errors
        mended[index, places] ^= values
        bytes_mended += len(places)
    return mended[:, : BLOCK - parity], bytes_mended, lost


def _errors(syndromes: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.uint8]] | None:
    """Where a block is wrong and by what; None when it is beyond repair (Berlekamp–Massey, Chien, Forney)."""
    import numpy as np

    powers, logs, _ = _tables()
    locator = _locator(syndromes)
    degree = len(locator) - 1
    if degree > len(syndromes) // 2:
        return None
    # locator's roots are the inverses of α^(254 - place)
    exponents = np.arange(BLOCK)
    found = np.flatnonzero(_at(locator, powers[exponents]) == 0)
    if len(found) != degree:
        return None
    places = (BLOCK - 1) - (-found) % BLOCK
    evaluator = _product(syndromes, locator)[: len(syndromes)]
    derivative = locator.copy()
    derivative[0::2] = 0  # in characteristic 2 the even powers' derivatives vanish
    top = _at(evaluator, powers[found])
    below = _at(derivative[1:], powers[found])
    if not below.all():
        return None
    values = powers[(logs[top] - logs[below] + (-found) % BLOCK) % BLOCK]
    values[top == 0] = 0
    return (places, values) if _agree(places, values, syndromes) else None


def _agree(places: NDArray[np.int64], values: NDArray[np.uint8], syndromes: NDArray[np.uint8]) -> bool:
    """Whether these errors would have these syndromes: the last word, whatever the algebra says."""
    import numpy as np

    powers, _, products = _tables()
    exponents = (BLOCK - 1 - places)[:, None] * np.arange(len(syndromes))[None, :] % BLOCK
    return bool((np.bitwise_xor.reduce(products[values[:, None], powers[exponents]], axis=0) == syndromes).all())


def _locator(syndromes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The error locator polynomial, lowest power first (Massey 1969)."""
    import numpy as np

    powers, logs, products = _tables()
    size = len(syndromes) + 1
    current, previous = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    current[0] = previous[0] = 1
    length, gap, before = 0, 1, 1
    for step in range(len(syndromes)):
        window = syndromes[step - length : step + 1][::-1]
        discrepancy = int(np.bitwise_xor.reduce(products[current[: length + 1], window]))
        if discrepancy == 0:
            gap += 1
            continue
        factor = powers[(logs[discrepancy] - logs[before]) % BLOCK]
        shifted = np.zeros(size, np.uint8)
        shifted[gap:] = products[previous[: size - gap], factor]
        changed = current ^ shifted
        if 2 * length <= step:
            length, previous, before, gap = step + 1 - length, current, discrepancy, 1
        else:
            gap += 1
        current = changed
    used = np.flatnonzero(current)
    return current[: used[-1] + 1]


def _at(polynomial: NDArray[np.uint8], points: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The polynomial's values, lowest power first, by Horner's rule."""
    import numpy as np

    products = _tables()[2]
    value = np.zeros(len(points), np.uint8)
    for coefficient in polynomial[::-1]:
        value = products[value, points] ^ coefficient
    return value


def _product(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import numpy as np

    products = _tables()[2]
    out = np.zeros(len(left) + len(right) - 1, np.uint8)
    for power, coefficient in enumerate(right):
        out[power : power + len(left)] ^= products[left, coefficient]
    return out
