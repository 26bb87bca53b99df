"""Spreadsheets whose rows become claims: guessing columns, reading rows, importing, comparing."""
