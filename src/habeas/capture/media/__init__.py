"""Pictures and recordings: kept as they are, with what they say of themselves."""
