"""Made-up municipalities, to try rules with that no real one here has; simulated kiosks know them."""
