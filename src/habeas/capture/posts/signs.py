"""Telling exports of X, Telegram and WhatsApp, packed or not; light enough for every file."""

from __future__ import annotations

import re
from collections.abc import Callable

from habeas.capture import zipped
from habeas.capture.original import HEAD, Original
from habeas.capture.posts.whatsapplines import looks_exported
from habeas.errors import Problem

X = "application/x-twitter-archive"
TELEGRAM = "application/x-telegram-export"
WHATSAPP = "text/x-whatsapp-chat"
TWEETS = re.compile(r"(?:.*/)?(?:data/)?(?:deleted-)?tweets?(?:-part\d+)?\.js")
RESULT = re.compile(r"(?:.*/)?result\.json")
CHAT = re.compile(r"(?:[^/]*/)?[^/]+\.txt")
_X = re.compile(rb"(?:\xef\xbb\xbf)?\s*window\.YTD\.(?:deleted_)?tweets?\.part\d+\s*=\s*\[")
_TELEGRAM = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|private_group|private_supergroup|'
    rb'public_supergroup|private_channel|public_channel)"|"chats"\s*:\s*\{|'
    rb'"about"\s*:\s*"Here is the data you requested'
)
_LISTS = re.compile(rb'"(?:messages|list)"\s*:\s*\[|"personal_information"\s*:')


def is_x(original: Original) -> bool:
    """Whether this is an archive of X (Twitter), or the file in it that holds the posts."""
    return _X.match(original.head) is not None or _holds(original, TWEETS, _is_tweets)


def is_telegram(original: Original) -> bool:
    """Whether this is an export of Telegram Desktop as JSON, packed or not."""
    return _is_result(original.head) or _holds(original, RESULT, _is_result)


def is_whatsapp(original: Original) -> bool:
    """Whether this is a chat that WhatsApp exported, packed or not."""
    return looks_exported(original.head) or _holds(original, CHAT, looks_exported)


def _is_tweets(head: bytes) -> bool:
    return _X.match(head) is not None


def _is_result(head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    return _TELEGRAM.search(head) is not None and _LISTS.search(head) is not None


def _holds(original: Original, name: re.Pattern[str], fits: Callable[[bytes], bool]) -> bool:
    """Whether a ZIP file has a member of such a name that begins as it should."""
    if not zipped.is_zip(original.head):
        return False
    try:
        with zipped.open(original) as archive:
            named = [each for each in archive.names() if name.fullmatch(each)]
            return any(fits(archive.beginning(each, most=HEAD)) for each in named[:3])
    except Problem:
        return False
