"""From the municipality's PDF to what goes to the printer; nothing is pressed that was not checked."""
