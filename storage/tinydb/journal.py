"""
An append-only file of chained lines, one per transaction.

A line is ``chain hash payload``: *hash* is the SHA-256 of the payload, *chain* that of the chain
before it followed by *hash*. The payload is JSON and holds a random salt, so that the hash of an
erased payload tells nothing of what it was. In its place stands ``-`` and what is left of it, if
anything: a later line must vouch for that, because *hash* does not.
"""

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from storage.archive import Corrupt
from storage.disk import crash_point, sync_folder, write_all

ZERO = "0" * 64
ERASED = "-"
_ERASED = ERASED.encode()
_CHUNK = 1 << 20
_PAYLOAD = msgspec.json.Decoder(dict[str, object])


class NotSynced(OSError):
    """The disk did not confirm what was written: what it holds is no longer known."""


class Line(NamedTuple):
    """
    A line as it stands in the file: where it begins and ends, the chain before it, its bytes.

    What it says is read by who wants it: of a line that is only being counted, nobody does.
    """

    start: int
    end: int
    before: str
    raw: bytes

    @property
    def chain(self) -> str:
        """Return the chain up to this line."""
        return self.raw[:64].decode()

    @property
    def text(self) -> str:
        """Return the line, without its newline."""
        return self.raw.decode()

    @property
    def body(self) -> bytes:
        """Return the JSON of what the line says, or of what is left of it when it was erased."""
        return (self.raw[131:] or b"{}") if self.erased else self.raw[130:]

    @property
    def erased(self) -> bool:
        """Return whether what the line said was erased, all or in part."""
        return self.raw[130:131] == _ERASED

    @property
    def payload(self) -> Mapping[str, object]:
        """Return what the line says, or what is left of it when it was erased."""
        return _PAYLOAD.decode(self.body)


def sealed(payload: Mapping[str, object], before: str) -> str:
    """Return the text of the line that says *payload* after the chain *before*."""
    salted = {"sale": secrets.token_hex(16), **payload}
    body = json.dumps(salted, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = sha256(body.encode()).hexdigest()
    chain = sha256((before + digest).encode()).hexdigest()
    return f"{chain} {digest} {body}"


def chain_of(raw: bytes, before: str) -> str | None:
    """Return the chain of a line, without its newline, or None when it was altered."""
    chain, digest, body = raw[:64], raw[65:129], raw[130:]
    if raw[64:65] + raw[129:130] != b"  ":
        return None
    if not (_is_left(body) if body[:1] == _ERASED else sha256(body).hexdigest().encode() == digest):
        return None
    right = sha256(before.encode() + digest).hexdigest()
    return right if right.encode() == chain else None


def _is_left(body: bytes) -> bool:
    if body == _ERASED:
        return True
    try:
        return bool(_PAYLOAD.decode(body[1:]))
    except msgspec.MsgspecError:
        return False


class Journal:
    """
    One journal file, open for reading and appending.

    It takes no locks: whoever uses it keeps the others out.

    Args:
        path: The file, made when it is not there.
        before: Chain of the journal that this one goes on from.

    Attributes:
        end: Position after the last line that was read or appended.
        chain: Its chain.
    """

    def __init__(self, path: Path, before: str = ZERO) -> None:
        new = not path.exists()
        self.path, self.end, self.chain = path, 0, before
        self._fd = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        if new:
            sync_folder(path.parent)

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)

    @property
    def size(self) -> int:
        """Return the size of the file, lines not yet read and torn tail included."""
        return os.fstat(self._fd).st_size

    def read(self) -> Iterator[Line]:
        """
        Go on reading from the end, line by line; stop before a torn tail.

        Raises:
            Corrupt: a line that is not the last was altered.
        """
        size = self.size
        while self.end < size:
            found = self._whole_lines(size)
            sound = list(self._sound(found, size))
            for raw in sound:
                line = Line(self.end, self.end + len(raw) + 1, self.chain, raw)
                self.end, self.chain = line.end, line.chain
                yield line
            if len(sound) < len(found) or not found:
                return

    def _sound(self, lines: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Yield the lines that hold, from the end on; one that does not may only be the last."""
        start, before = self.end, self.chain
        for raw in lines:
            if (chain := chain_of(raw, before)) is None:
                if start + len(raw) + 1 < size:
                    raise Corrupt(self.path, start)
                return
            start, before = start + len(raw) + 1, chain
            yield raw

    def _whole_lines(self, size: int) -> list[bytes]:
        length = _CHUNK
        while True:
            chunk = os.pread(self._fd, min(length, size - self.end), self.end)
            if (last := chunk.rfind(b"\n")) >= 0:
                return chunk[:last].split(b"\n")
            if len(chunk) == size - self.end:
                return []
            length *= 2

    def holds(self, start: int, chain: str) -> bool:
        """Return whether the line that begins at *start* has *chain*, among those read."""
        return start < self.end and os.pread(self._fd, 64, start) == chain.encode()

    def unread(self, line: Line) -> None:
        """Go back before *line*, the last one read: it does not count."""
        self.end, self.chain = line.start, line.before

    def set_tail_aside(self) -> int:
        """
        Move what follows the end to a file beside, named ``.resto``; return how many bytes.

        Only ever what a crash left half written, and nobody was told it was done.
        """
        tail = os.pread(self._fd, self.size - self.end, self.end)
        if tail:
            aside = os.open(
                self.path.with_suffix(".resto"), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600
            )
            try:
                write_all(aside, tail + b"\n")
                os.fsync(aside)
            finally:
                os.close(aside)
            os.ftruncate(self._fd, self.end)
            os.fsync(self._fd)
        return len(tail)

    def append(self, text: str, *, crash: str) -> Line:
        """
        Append the line that `sealed` made after our chain, and make it durable.

        *crash* names the crash points on the way.

        Raises:
            NotSynced: the disk did not confirm: nothing more may be written to this file.
            OSError: the disk refused it: nothing of it was kept.
        """
        content = f"{text}\n".encode()
        line = Line(self.end, self.end + len(content), self.chain, content[:-1])
        try:
            write_all(self._fd, content)
            crash_point(f"{crash}_written")
        except BaseException:
            self.take_back(line)
            raise
        try:
            os.fsync(self._fd)
        except OSError as error:
            with suppress(NotSynced):
                self.take_back(line)
            raise NotSynced(error.errno, error.strerror) from error
        crash_point(f"{crash}_synced")
        self.end, self.chain = line.end, line.chain
        return line

    def take_back(self, line: Line) -> None:
        """
        Remove *line*, the last one, which nobody was told of.

        Raises:
            NotSynced: the disk refused: what it holds is no longer known.
        """
        try:
            os.ftruncate(self._fd, line.start)
        except OSError as error:
            raise NotSynced(error.errno, error.strerror) from error
        self.unread(line)


def rewrite(path: Path, texts: Iterable[str]) -> None:
    """Replace the journal at *path* with one made of *texts*, durable, all or nothing."""
    name = path.with_suffix(".nuovo")
    with name.open("wb") as file:
        for text in texts:
            file.write(f"{text}\n".encode())
        file.flush()
        os.fchmod(file.fileno(), 0o600)
        os.fsync(file.fileno())
    name.rename(path)
    sync_folder(path.parent)
