"""Pictures, recordings and subtitles: kept as they are, measured, asked what they say.

One joins with its first bytes in ``signs`` and is read by ``pictures``, ``recordings`` or
``subtitles``.  What is only done when somebody asks is in ``showing``, ``playing`` and ``ocr``.
"""
