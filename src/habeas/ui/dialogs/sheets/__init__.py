"""Importing a spreadsheet: what its columns become, what would change, and the import itself."""
