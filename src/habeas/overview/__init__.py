"""Reads for screens and reports."""
