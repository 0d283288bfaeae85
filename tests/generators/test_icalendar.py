"""Calendars that every program reads."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from generators.icalendar import Entry, escaped, folded, render_calendar

MADE_AT = datetime(2011, 6, 15, 8, 42, tzinfo=UTC)
ENTRY = Entry(
    "colloquio-PS-2011-T2-00001@fascicolo",
    date(2011, 6, 30),
    "Colloquio al Centro per l'Impiego: F-2011-00001",
    "Portare: documento, codice fiscale; arrivare puntuali.\nSala 2",
    "https://fascicolo.example.it/fascicoli/F-2011-00001",
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


def unfolded(content: bytes) -> list[str]:
    """Return the lines of a calendar, as strictly as RFC 5545 wants them read."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in physical)
    lines: list[str] = []
    for line in (one.decode() for one in physical):
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def unescaped(value: str) -> str:
    return "".join(_characters(value))


def _characters(value: str) -> Iterator[str]:
    marks = iter(value)
    for mark in marks:
        if mark == "\\":
            following = next(marks)
            assert following in "\\;,n"
            yield "\n" if following == "n" else following
        else:
            assert mark not in ";,"
            yield mark


def test_a_day_is_written_whole_with_a_reminder_the_day_before():
    assert unfolded(render_calendar("Scadenze", [ENTRY], made_at=MADE_AT)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fascicolo//Scadenze//IT",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Scadenze",
        "X-WR-CALNAME:Scadenze",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "BEGIN:VEVENT",
        "UID:colloquio-PS-2011-T2-00001@fascicolo",
        "DTSTAMP:20110615T084200Z",
        "DTSTART;VALUE=DATE:20110630",
        "DTEND;VALUE=DATE:20110701",
        "SUMMARY:Colloquio al Centro per l'Impiego: F-2011-00001",
        "DESCRIPTION:Portare: documento\\, codice fiscale\\; arrivare puntuali.\\nSala 2",
        "URL:https://fascicolo.example.it/fascicoli/F-2011-00001",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        "DESCRIPTION:Colloquio al Centro per l'Impiego: F-2011-00001",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_calendar_without_days_is_a_calendar():
    lines = unfolded(render_calendar("Scadenze", [], made_at=MADE_AT))

    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def test_a_long_line_is_cut_at_75_octets_and_never_inside_a_letter():
    parts = folded("SUMMARY:" + "è" * 100).split("\r\n ")

    assert [len(part.encode()) for part in parts] == [74, 74, 60]
    assert "".join(parts) == "SUMMARY:" + "è" * 100


@given(texts)
def test_what_is_written_is_read_back_and_nothing_typed_becomes_a_line(text: str):
    entry = Entry("1@fascicolo", date(2011, 6, 30), text)

    lines = unfolded(render_calendar("Scadenze", [entry], made_at=MADE_AT))

    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in kept if one in "\n\t" or (one >= " " and one != "\x7f"))
    (summary,) = (line for line in lines if line.startswith("SUMMARY:"))
    assert unescaped(summary.removeprefix("SUMMARY:")) == kept
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 1


@given(texts)
def test_an_escaped_text_never_breaks_the_line(text: str):
    assert not set(escaped(text)) & set("\r\n")
