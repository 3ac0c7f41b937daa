"""The bill validator."""

from drivers.cash.validator.validator import BillValidator

__all__ = ["BillValidator"]
