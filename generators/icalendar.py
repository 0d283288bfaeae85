"""Calendars: days with their words in, iCalendar (RFC 5545) out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Octets of a line, its end excluded (RFC 5545, 3.1).
LONGEST_LINE = 75


@dataclass(frozen=True)
class Entry:
    """
    A day in a calendar.

    Args:
        uid: What the day keeps when the calendar is read again: a calendar that finds it changed
            moves it, and does not show it twice.
        on: The day.
        title: What happens, in few words.
        text: What else there is to say, or "".
        link: Where to go, a whole address, or "".
    """

    uid: str
    on: date
    title: str
    text: str = ""
    link: str = ""


def render_calendar(name: str, entries: Iterable[Entry], *, made_at: datetime) -> bytes:
    """
    Return a calendar of whole days, each with a reminder the day before.

    Args:
        name: The name that programs show.
        entries: The days, in any order.
        made_at: Aware instant of the reading: programs compare it to know what is newer.

    Source: RFC 5545; RFC 7986 for the name and for how often to read it again.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fascicolo//Scadenze//IT",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for entry in entries for line in _event(entry, made_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    # The end is not included: a whole day ends on the next.
    yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(entry.text)}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D")
    yield f"DESCRIPTION:{escaped(entry.title)}"
    yield from ("END:VALARM", "END:VEVENT")


def escaped(text: str) -> str:
    """Return a text as a value: marks that mean something are escaped, control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(one for one in text if one in "\n\t" or (one >= " " and one != "\x7f"))
    for mark in ("\\", ";", ","):
        printable = printable.replace(mark, f"\\{mark}")
    return printable.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line cut where it passes 75 octets, never inside a character."""
    parts, room = [""], LONGEST_LINE
    for one in line:
        size = len(one.encode())
        if size > room:
            # The blank that begins a continued line takes one octet of it.
            parts.append("")
            room = LONGEST_LINE - 1
        parts[-1] += one
        room -= size
    return "\r\n ".join(parts)
