"""Web pages as people keep them: a saved page, a page with its pictures, an archive of a crawl."""
