"""Readers for documents: PDF, Word, OpenDocument, Rich Text, electronic books."""
