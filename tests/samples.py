"""Valid data of any kind, built from its schema: say only what the test is about."""

from collections.abc import Mapping

from schemas.kinds.examine import keep_asked
from schemas.kinds.registry import all_kinds
from schemas.kinds.sample import filled


def sample(name: str, *, full: bool = False, **changes: object) -> dict[str, object]:
    """
    Return JSON data that a document of kind *name* accepts, with *changes* in their place.

    A change may go inside a block: ``persona={"cognome": "Rossi"}``. None takes a field out.
    With *full* the optional fields are filled too, but for references: what an earlier document
    says takes the place of parts of a paper.
    """
    modulo = all_kinds()[name].schema
    return keep_asked(modulo, _merged(filled(modulo, full=full), changes))


def _merged(data: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    merged = dict(data)
    for name, value in changes.items():
        inner = merged.get(name)
        if isinstance(inner, dict) and isinstance(value, dict):
            value = _merged(inner, value)
        merged[name] = value
    return merged
