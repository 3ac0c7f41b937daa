"""What a cell does: guards and actions over the desk. They append orders and never raise or wait."""
