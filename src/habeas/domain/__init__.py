"""Records and values of the record: standard library only, no I/O."""
