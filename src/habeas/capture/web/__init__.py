"""Web pages as people keep them: a saved page, a page with its pictures, an archive of a crawl.

One joins with a media type and a sign in ``signs``, and a reader that hands each page to ``html``;
the pages of an archive come through ``archived``.  ``showing`` makes a page safe to be looked at.
"""
