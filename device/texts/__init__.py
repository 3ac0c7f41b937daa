"""All words a person may see or hear: text id -> words, by gettext, Japanese first."""
