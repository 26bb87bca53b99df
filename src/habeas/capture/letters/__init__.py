"""Mails: single ones as the net carries them, Outlook's, and mailboxes full of them."""
