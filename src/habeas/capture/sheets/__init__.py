"""Spreadsheets: CSV, TSV, XLSX, XLS and ODS as one text, a line for each row of each sheet."""
