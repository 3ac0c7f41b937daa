"""A document as dots, for a printer that does not read PDF: PWG Raster (PWG 5102.4)."""
