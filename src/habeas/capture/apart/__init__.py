"""Reading in processes of their own, so that a hostile or endless file costs no more than its own.

``pool.Pool`` starts and minds the processes, ``worker`` is what runs in them, locked in by
``locking``; ``frames``, ``telling`` and ``trusting`` are how the two speak.  What a worker says is
believed no more than the file it reads: every number, name and offset is checked.
"""
