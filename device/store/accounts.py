"""The accounts of the ledger: a table of patterns. No other account exists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True)
class AccountForm:
    """A family of accounts: how it is written, and what a positive balance of it means."""

    form: str
    pattern: re.Pattern[str]
    positive: str


def _form(form: str, pattern: str, positive: str) -> AccountForm:
    return AccountForm(form, re.compile(pattern), positive)


_PAYEE: Final = "[0-9]{5}:[a-z][a-z0-9_]{0,31}"

# A balance is debits minus credits. A session is a number that never comes again; a municipality is its
# five-digit JIS code; a kind is the contract's (service rule book §10: 全部 and 個人 are two).
FORMS = (
    _form("cash:hopper-10|50|100|500", r"cash:hopper-(10|50|100|500)", "coins in that hopper"),
    _form("cash:cashbox", r"cash:cashbox", "coins in the box that only the operator opens"),
    _form("cash:escrow", r"cash:escrow", "the note that waits in the validator"),
    _form("cash:stacker", r"cash:stacker", "notes in the box behind the validator"),
    _form("cash:float", r"cash:float", "never: what the operator filled in is a credit here"),
    _form("customer:<session>", r"customer:[0-9]{1,18}", "never: a customer's credit is a credit here"),
    _form(
        "pending:<session>:<municipality>:<kind>",
        rf"pending:[0-9]{{1,18}}:{_PAYEE}",
        "never: what is set aside for copies to come is a credit here",
    ),
    _form("fee:<municipality>:<kind>", rf"fee:{_PAYEE}", "never: a fee is a credit here"),
    _form("owed:<session>", r"owed:[0-9]{1,18}", "never: what could not be paid back is a credit here"),
    _form("difference", r"difference", "過不足: missing at a count (negative: too much)"),
)


@lru_cache(maxsize=1024)
def hopper_yen(account: str) -> int:
    """The denomination a hopper account holds in yen, 0 for every other account.

    Raises ValueError for an account that does not exist (its text is not repeated).
    """
    for form in FORMS:
        match = form.pattern.fullmatch(account)
        if match is not None:
            return int(match[1]) if match.re.groups else 0
    forms = ", ".join(form.form for form in FORMS)
    raise ValueError(f"no such account; the accounts are {forms}")
