"""The verbs of the record; each takes an Edit."""
