"""Exports of platforms and chats: a source for each post of X, and for each day of a chat."""
