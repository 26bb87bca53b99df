"""Exports of platforms and chats: a source for each post of X, and for each day of a chat.

One joins with a media type and a sign in ``signs``, and a reader that finds the messages on the
``shelf`` that an export is, makes ``chats`` of them by the day, and ends in ``whole``.
"""
