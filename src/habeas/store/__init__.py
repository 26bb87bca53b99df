"""One case file: schema, journal, the one write path, search."""
