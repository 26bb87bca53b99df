"""Mails: single ones as the net carries them, Outlook's, and mailboxes full of them.

One joins with a media type and a sign in ``signs``, and a reader that makes headers of what it
finds (``fields``), takes the words from ``body`` or ``markup``, and gives attachments as Parts.
"""
