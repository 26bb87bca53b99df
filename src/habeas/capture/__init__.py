"""Reading files and pasted text; nothing here writes."""
