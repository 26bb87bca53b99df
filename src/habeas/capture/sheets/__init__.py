"""Spreadsheets: CSV, TSV, XLSX, XLS and ODS as one text, a line for each row of each sheet.

One joins with a media type and a sign in ``signs``, and a reader that puts its rows into a Layer
(``grid``); what could grow without end when it is opened is weighed first (``weighing``).
"""
