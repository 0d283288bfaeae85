"""A small note of how far the journals were, beside them."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Head:
    """
    How far the journals were when the last acknowledged block ended.

    Written after every commit, not synced: after a kill it is exact, after a power cut it may lag.
    So what it speaks of was surely durable: if it is not there any more, somebody removed it.
    """

    generation: int = 0
    anno: int = 0
    register: int = 0
    working: int = 0

    def to_bytes(self) -> bytes:
        """Return the head as it is written, with its own check."""
        text = f"{self.generation} {self.anno} {self.register} {self.working}"
        return f"{text} {sha256(text.encode()).hexdigest()[:16]}\n".encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Head | None":
        """Read a head; None when it is not whole, which only means that it cannot help."""
        with suppress(ValueError, UnicodeDecodeError):
            head = cls(*(int(number) for number in content.decode().split(" ")[:4]))
            return head if head.to_bytes() == content else None
        return None
