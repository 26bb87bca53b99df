"""Habeas: a desktop workbench for the record of an emergency behind bars.

The house, from the ground up; a room may import the rooms before it, never the ones after:

    domain     records and values (Claim, When, Quantity ...); standard library only, no I/O
    capture    read(path | bytes) -> Reading: text, pages, what the file says of itself, what came
               inside it; one package for each family of formats; writes nothing
    suggest    text + language + publication date + known names -> mentions and suggestions
    store      one case file: schema, triggers, journal, the Edit, rows for tables, search
    services   the verbs, each takes an Edit: collecting, marking, claiming, gathering, registering
    overview   reads for screens and reports: agreement, board, tables, cards, history, wording
    export     write(case, path, options): a report as HTML or DOCX; reads only
    ui         the only room that imports PySide6

capture, suggest and store are siblings, and so are services and overview: siblings do not know each
other. errors, paths, settings, i18n, vocabulary, passphrases and guarding stand beside the rooms,
for all of them but the domain.  ``tests/style`` holds all this.

How one change flows.  A key press runs an Action (``ui/actions``; one table feeds menus, shortcuts
and help).  It calls a service inside ``with desk.edit("Accept claim") as edit``.  The service
writes rows; triggers write an Entry with the former value for each, and abort where no Edit is
open.  At the end of the block the Edit is checked (no claim without a passage), its digest is
chained to the one before, the search index follows, and all of it is committed and flushed at once
or not at all.  What was touched, read back from the journal (Changes), goes to every view through
``desk.did_change``, and each decides whether it has to read again.  Undo replays the former values
as an Edit of its own.  So undo, history and refresh are one mechanism, and nothing in the program
announces what it changed.

The case file is one SQLite database, through sqlcipher3 (``store/driver``), in WAL mode while it is
open and one file when it is closed.  A locked one begins with its salt (``store/keys``); its key is
derived from the passphrase and forgotten when the case is closed, and locking is closing.  What
gives it another key, or none, writes the file anew beside itself and puts it in its place in one
step (``store/rewriting``): nothing is ever half one and half the other.  A file from anywhere is
compared with our schema object by object before anything in it runs (``store/opening``,
``store/schema``), and one that this installation did not close itself is gone through as a whole
before it is opened (``store/examining``, ``store/known``).  One Case writes to a file at a time, by
a lock that dies with its holder (``store/holding``); others read and follow.  Captures and layers
are immutable and outside the journal; passages keep their quote, its surroundings and the hash of
the layer they stand in.  What belongs to the screen and not to the record (scroll, selection,
half-filled drafts) lies in the table ``desk``, without history.

A file becomes a Reading in a process of its own (``capture/apart``), which the kernel keeps from
the network, from other programs and from the disk, and which may take only so much time and memory;
what it answers is checked like a stranger's file.  ``capture/formats`` is the table of all formats;
a reader never fails on a damaged file of its format, it says what is missing, and the original is
kept.  What is queued to be read lies in the case itself (``store/intake``), so that it is locked
with it and outlives a crash.  A layer is never edited: a better reading is another layer, and
passages are found again in it by their words (``services/refinding``) or stay where they were.

The journal carries the rest.  *Verify* walks it back from today's rows (``store/verifying``); a
seal is its head as a text (``store/sealing``).  *As known on* gives a connection on which temporary
tables take the names of those that changed since, so that every query of the program reads the past
without knowing it (``store/past``).  Purge, the one verb that cannot be undone, empties values and
nonces and leaves commitments, so that the chain still holds over what is gone (``store/purging``).

Work that grows with the case is a generator that runs in a lane of the desk: each ``yield`` is
progress and a place to stop.  Tables hold ids and read a row when it is first drawn.

Suggestions are rules: words and patterns are data in ``resources/lexicon``, one set of files for a
language, and each suggestion says why it was made.  Nothing is a claim before a person accepts it.
"""

__version__ = "0.1.0"
