"""The office: the tools that every act needs, passed along as one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from generators.press.promise import Press
from schemas.rules.parameters import Parameter, Parameters
from storage.archive import Archive
from web.acts.papers import Papers

ROME = ZoneInfo("Europe/Rome")


@dataclass(frozen=True)
class Office:
    """
    The archive, the papers, the press, the parameters and the clock.

    Args:
        archive: Where everything is kept.
        papers: The Word templates of the kinds.
        press: Makes PDF/A of a DOCX, or says that it cannot.
        table: Every parameter, with its dates.
        clock: Gives the present aware instant.
        today: The fixed working date (demonstration, tests), or None for the day of the clock.
    """

    archive: Archive
    papers: Papers
    press: Press
    table: tuple[Parameter, ...]
    clock: Callable[[], datetime]
    today: date | None = None

    @property
    def on(self) -> date:
        """Return the working date, in Europe/Rome."""
        return self.today or self.clock().astimezone(ROME).date()

    @property
    def now(self) -> datetime:
        """Return the present instant, on the working date."""
        return datetime.combine(self.on, self.clock().astimezone(ROME).timetz())

    @property
    def parameters(self) -> Parameters:
        """Return the parameters in force on the working date."""
        return Parameters(self.table, self.on)


def clock() -> datetime:
    """Return the instant of the machine's clock, to the second."""
    return datetime.now(ROME).replace(microsecond=0)
