"""The customer's screen: views become words on the wire, presses become events (docs/screen.md)."""
