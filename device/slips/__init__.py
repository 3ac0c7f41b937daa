"""What receipt, claim slip and registration slip say, and the shapes of characters that a printer lacks.

`drivers/receipt` only turns lines into bytes.
"""
