"""A document's data as JSON values, and back: what the register keeps of it."""

from collections.abc import Mapping

from schemas.fields.blocco import Modulo
from schemas.kinds.kind import Kind


def to_json(kind: Kind, data: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a document, computed and carried values included, as JSON values."""
    answers, beside = _parted(kind.schema, data)
    computed, saved = _parted(kind.computed, beside)
    for name, carried in kind.carries.items():
        if name in saved:
            saved[name] = _filled(carried.modulo().dump(saved[name]))
    return {
        **_filled(kind.schema().dump(answers)),
        **saved,
        **_filled(kind.computed().dump(computed)),
    }


def from_json(kind: Kind, saved: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a registered document as typed values."""
    answers, data = _parted(kind.schema, saved)
    computed, data = _parted(kind.computed, data)
    for name, carried in kind.carries.items():
        if name in data:
            data[name] = _loaded(carried.modulo, data[name])
    return {**data, **_loaded(kind.computed, computed), **_loaded(kind.schema, answers)}


def _parted(
    modulo: type[Modulo], saved: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the values of *saved* that are fields of *modulo*, and the others."""
    campi = modulo.campi()
    own = {name: value for name, value in saved.items() if name in campi}
    return own, {name: value for name, value in saved.items() if name not in campi}


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _loaded(modulo: type[Modulo], saved: object) -> dict[str, object]:
    # Partial: what was registered under earlier rules is read as it is, not judged again.
    return dict(modulo().load(saved, partial=True))  # type: ignore[arg-type]  # load judges it
