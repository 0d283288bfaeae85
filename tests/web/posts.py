"""A post for tests that are not about mail: it keeps what it is given."""

from dataclasses import dataclass, field

from web.acts.office import Office
from web.acts.outbox import send_due

ADDRESS = "https://fascicolo.example.it"


@dataclass
class Pigeon:
    """A post that keeps its letters: to whom, and what they say."""

    letters: list[tuple[str, str]] = field(default_factory=list)

    def send(self, key: str, to: str, subject: str, body: str) -> None:
        """Keep a letter."""
        self.letters.append((to, body))

    def fly(self, office: Office) -> int:
        """Take the letters that wait in the outbox."""
        return send_due(office, self, ADDRESS)

    @property
    def link(self) -> str:
        """Return the way the last letter shows, from the root."""
        line = next(one for one in self.letters[-1][1].splitlines() if one.startswith(ADDRESS))
        return line.removeprefix(ADDRESS)
