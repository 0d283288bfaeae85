"""The index of a dossier as one HTML page, that opens from a disk with no network."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from generators.filters import data_breve, data_lunga


def offline_index(context: Mapping[str, object]) -> bytes:
    """
    Return the page, in UTF-8: what people typed stands in it as text.

    Args:
        context: ``ente``, ``progetto``, ``fascicolo``, ``documenti``, ``eventi``, ``estrazione``
            and ``catena``, as ``offline.html`` beside this module names them.
    """
    return _page().render(context).encode()


@cache
def _page() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(data_breve=data_breve, data_lunga=data_lunga)
    source = Path(__file__).with_name("offline.html").read_text(encoding="utf-8")
    return environment.from_string(source)
