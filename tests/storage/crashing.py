"""
A process of the office that the tests kill: it registers, and says what was acknowledged.

`python -m tests.storage.crashing FOLDER TIMES` says the number of each document after it is
registered; FASCICOLO_CRASH names where it must die.
"""

import os
import sys

from storage.open import open_archive
from tests.storage.office import AT, Event, register


def main(folder: str, times: int) -> None:
    """Register *times* documents in *folder*, each with a working record in the same block."""
    archive = open_archive(f"tinydb://{folder}")
    me = str(os.getpid())
    for done in range(times):
        with archive.transaction():
            registered = register(archive, autore=me)
            archive.put("bozze", me, {"fatte": done + 1})
        sys.stdout.write(f"{registered.number}\n")
        sys.stdout.flush()
        if done % 3 == 0:
            archive.add_event(registered.number, Event("firma", AT, me))
    archive.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
