"""What receipt and claim slip say; `drivers/receipt` only turns lines into bytes."""
