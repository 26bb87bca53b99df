"""Habeas: a desktop workbench for the record of an emergency behind bars.

The house, from the ground up; a room may import the rooms before it, never the ones after:

    domain    records and values (Claim, When, Quantity ...); standard library only, no I/O
    capture   read(path | bytes) -> Reading: text, encoding, what could not be read; writes nothing
    suggest   text + language + publication date + known names -> mentions and suggestions
    store     one case file: schema, journal, Edit, Rows, search
    services  the verbs, each takes an Edit: collecting, marking, claiming, gathering, registering
    overview  reads for screens and reports: agreement, board, tables, history
    export    write(case, path, options): reports; reads only
    ui        the only room that imports PySide6

Beside them stand errors, paths, settings, i18n and resources, which every room may use.

How one change flows: an Action calls a service inside ``with case.edit("Accept claim") as edit``;
triggers write an Entry for every row that the Edit touches; closing the Edit checks the record
(no claim without a passage), chains a digest, refreshes the search index and commits; the Edit's
Changes (read back from the journal) tell the views which rows to read again.  Undo replays the
former values as a new Edit, so undo, history and refresh are the same mechanism.
"""

__version__ = "0.1.0"
