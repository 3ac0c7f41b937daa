"""The coin acceptor."""

from drivers.cash.acceptor.acceptor import CoinAcceptor

__all__ = ["CoinAcceptor"]
