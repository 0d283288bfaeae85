"""Long lists, a page at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request


@dataclass(frozen=True)
class Page:
    """A page of a list: its position from 1, how many things in each, how many in all."""

    position: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """Return how many things come before."""
        return (self.position - 1) * self.size

    @property
    def last(self) -> int:
        """Return the position of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_shown(self) -> int:
        """Return the place in the list, from 1, of the first thing shown; 0 when empty."""
        return min(self.offset + 1, self.total)

    @property
    def last_shown(self) -> int:
        """Return the place in the list of the last thing shown."""
        return min(self.offset + self.size, self.total)

    def address(self, position: int) -> str:
        """Return the address of another page of the same search."""
        return address_with(pagina=str(position) if position > 1 else "")


def asked_page() -> int:
    """Return the page asked for, from 1."""
    return max(1, request.args.get("pagina", 1, type=int))


def page_of(total: int, size: int) -> Page:
    """Return the page asked for, or the last when there are not so many."""
    return Page(min(asked_page(), max(1, -(-total // size))), size, total)


def address_with(**changes: str) -> str:
    """Return the address of this page with some of its query changed; "" takes one out."""
    kept = {name: request.args.getlist(name) for name in request.args}
    query = {**kept, **{name: [value] for name, value in changes.items()}}
    filled = {name: values for name, values in query.items() if any(values)}
    return f"{request.path}?{urlencode(filled, doseq=True)}" if filled else request.path
