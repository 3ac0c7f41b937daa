"""The coin hoppers."""

from drivers.cash.hopper.hopper import Hopper, HopperStatus, Level, Ready
from drivers.cash.hopper.payout import Payout

__all__ = ["Hopper", "HopperStatus", "Level", "Payout", "Ready"]
