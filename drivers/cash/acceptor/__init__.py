"""The coin acceptor."""

from drivers.cash.acceptor.acceptor import ADDRESS, CoinAcceptor

__all__ = ["ADDRESS", "CoinAcceptor"]
