"""Documents, read in their own order: PDF, Word, OpenDocument, Rich Text, electronic books.

One joins with a media type and a sign in ``signs``, and a reader that writes its words into a
``flow`` and ends in ``whole``; ``about`` is what it says of itself, ``notes`` is what we say of it.
A module of one format alone bears its name (``docxbody``, ``pdfcolumns``); the others serve all.
"""
