"""
Beside each paper, the lines of the register that speak of it.

``blob/ab/cd/<sha256>.jsonl`` goes with a DOCX; ``fascicoli/F-2011-00042.jsonl``,
``chiusure/2011.jsonl`` and ``scarti/PS-2011-00042.jsonl`` stand for what has no paper: a fascicolo,
the closing of a year, what was erased. They are written after the commit: one that exists proves
it, and all together they are the register, line for line.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from storage.disk import locked, remove_file, sync_file, sync_folder, write_file
from storage.files import FileBlobs
from storage.search import Position
from storage.tinydb.journal import ERASED

_DURABLE_EVERY = 256
_TOO_MANY = 10_000
_MANY = 8
_NUMBERED = re.compile(r'(?:\{"sale":"[0-9a-f]{32}",|-\{)"n":(\d+)')
PAPERLESS = ("fascicoli", "chiusure", "scarti")

Locate = Callable[[str], Path | None]


def line_number(text: str) -> int:
    """
    Return the place of a line in the register, from 1.

    Raises:
        ValueError: it is not a line of a register.
    """
    if match := _NUMBERED.match(text, 130):
        return int(match[1])
    raise ValueError(f"not a line of a register: {text[:130]}")


def beside(keys: Sequence[str]) -> Sequence[str]:
    """
    Return those, of the documents and fascicoli a line speaks of, that the line is kept beside.

    All of them; but a line that speaks of very many (an import) is kept beside the first only, or
    its copies would take the square of its length.
    """
    return keys if len(keys) <= _MANY else keys[:1]


def whole_lines(path: Path) -> list[str]:
    """
    Return the lines of a sidecar that are as they were written, in order.

    Of one that was erased only its proof can tell: it is returned as it is.
    """
    with suppress(FileNotFoundError):
        texts = path.read_bytes().decode(errors="replace").split("\n")
        return [text for text in texts if is_erased(text) or _is_whole(text)]
    return []


def is_erased(text: str) -> bool:
    """Return whether a line is one that was erased, all or in part."""
    return text[130:131] == ERASED and _NUMBERED.match(text, 130) is not None


def _is_whole(text: str) -> bool:
    return sha256(text[130:].encode()).hexdigest() == text[65:129]


def _erased_in(path: Path, text: str) -> bool:
    """Return whether the line was erased in that sidecar since it was read whole."""
    lines = whole_lines(path) if not is_erased(text) else []
    return any(is_erased(line) and line_number(line) == line_number(text) for line in lines)


def sidecars_in(folder: Path) -> Iterator[Path]:
    """Yield every sidecar of the archive, or of the copy, that is in *folder*."""
    yield from sorted((folder / "blob").glob("[0-9a-f][0-9a-f]/*/*.jsonl"))
    for name in PAPERLESS:
        yield from sorted((folder / name).glob("*.jsonl"))


class Sidecars:
    """
    The sidecars of an archive, kept up with its register.

    They are not synced one by one: `position` tells up to which line they surely are on disk, and
    after a power cut those of the later lines are written again.

    Args:
        folder: The archive's.
        blobs: Where the papers are.
    """

    def __init__(self, folder: Path, blobs: FileBlobs) -> None:
        self.folder, self._blobs = folder, blobs
        self._mark, self._key = folder / "schede.json", folder / "schede.chiave"
        self._proved = folder / "schede.scarti"
        self._alone = threading.RLock()
        self._pending: deque[tuple[str, Sequence[str]]] = deque()
        self._unsynced: set[Path] = set()
        self.position = self._seen = self._noted()
        self.incomplete = False

    def of_document(self, docx: str) -> Path:
        """Return the sidecar of the document with that paper."""
        return self._blobs.path(docx).with_suffix(".jsonl")

    def of_fascicolo(self, numero: str) -> Path:
        """Return the sidecar of a fascicolo."""
        return self.folder / "fascicoli" / f"{numero}.jsonl"

    def of_closing(self, anno: str) -> Path:
        """Return the sidecar of the closing of a year."""
        return self.folder / "chiusure" / f"{anno}.jsonl"

    def of_erasure(self, key: str) -> Path:
        """Return the sidecar of what was erased."""
        return self.folder / "scarti" / f"{key}.jsonl"

    def all(self) -> Iterator[Path]:
        """Yield every sidecar there is."""
        yield from sidecars_in(self.folder)

    # Keeping up with the register.

    def follow(self, number: int, text: str, keys: Iterable[str]) -> None:
        """Take note that the line of that *number* speaks of what has those *keys*."""
        if number <= self.position.line:
            return
        with self._alone:
            self._seen = Position(number, text[:64])
            if len(self._pending) < _TOO_MANY:
                self._pending.append((text, list(keys)))
            else:
                self.incomplete = True

    def write_pending(self, locate: Locate) -> int:
        """
        Write the sidecars that are behind, and return how many lines that took.

        Nothing is written before what was erased meanwhile is known: it would come back.

        *locate* returns the sidecar of a key.
        """
        with self._writing():
            added = 0
            while self._pending and self._seen.line >= self._erased_up_to():
                text, keys = self._pending[0]
                paths = [path for key in keys if (path := locate(key))]
                added += sum(self.add(path, text) for path in paths if not _erased_in(path, text))
                self._pending.popleft()
            if len(self._unsynced) >= _DURABLE_EVERY:
                self.make_durable()
        return added

    def hold_until(self, line: int) -> None:
        """Let nobody write here who has not read the register up to *line*, a proof of erasure."""
        with self._writing():
            self._proved.write_text(str(line))

    def _erased_up_to(self) -> int:
        # Not durable: after a power cut there is nobody left who has not read.
        with suppress(FileNotFoundError):
            return int(self._proved.read_text() or "0")
        return 0

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep out other threads and processes: a sidecar is read, added to and replaced."""
        with self._alone, self._key.open("wb") as key, locked(key.fileno()):
            yield

    def add(self, path: Path, text: str) -> int:
        """Add a line to a sidecar that does not have it; return how many that were."""
        lines = whole_lines(path)
        self._unsynced.add(path)
        if text in lines:
            return 0
        # One of that number that is not the register's was altered.
        others = [line for line in lines if line_number(line) != line_number(text)]
        content = "".join(f"{line}\n" for line in sorted([*others, text], key=line_number))
        write_file(
            path,
            content.encode(),
            temporary=self._blobs.temporary,
            mode=0o640,
            crash="sidecar",
            # What it had is past the point from which a power cut is made good.
            durable=bool(others),
        )
        return 1

    def make_durable(self) -> None:
        """Sync what was written since the last time, and note how far it goes."""
        for path in self._unsynced:
            with suppress(FileNotFoundError):  # another process may have erased it
                sync_file(path)
        for folder in {path.parent for path in self._unsynced}:
            sync_folder(folder)
        self._unsynced = set()
        if self._seen != self.position and not self.incomplete and not self._pending:
            self._note(self._seen)

    def write(self, lines: Iterable[tuple[str, Path]]) -> int:
        """Put each of *lines* in its sidecar, durable; return how many were not there already."""
        with self._writing():
            added = sum(self.add(path, text) for text, path in lines)
            self.make_durable()
        return added

    def rebuild(self, lines: Iterable[tuple[str, Path]], reached: Position) -> int:
        """Add every one of *lines*, which are all up to *reached*; return how many lacked."""
        added = self.write(lines)
        self._note(reached)
        self.incomplete = False
        return added

    def discard(self, path: Path) -> None:
        """Remove a sidecar for good, if it is there."""
        with self._writing():
            self._unsynced.discard(path)
            remove_file(path)

    def _note(self, position: Position) -> None:
        name = self._mark.with_suffix(".nuova")
        name.write_text(json.dumps(asdict(position)))
        sync_file(name)
        name.rename(self._mark)
        sync_folder(self._mark.parent)
        self.position = position

    def _noted(self) -> Position:
        with suppress(OSError, ValueError, TypeError):
            return Position(**json.loads(self._mark.read_bytes()))
        return Position()
