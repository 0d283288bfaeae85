"""Valid data of a kind, as the values that its paper prints."""

from collections.abc import Mapping, Sequence

from generators.values import BLANK, Voce, Voci
from schemas.fields import Blocco, Modulo, Scelta, Scelte, Tabella
from schemas.fields.campo import AnyCampo
from schemas.kinds.kind import Kind


def context_for(
    kind: Kind, data: Mapping[str, object], frame: Mapping[str, object]
) -> dict[str, object]:
    """
    Return the context of a paper: every field of the schema under its name, blank or filled.

    A choice becomes a `Voce`, several choices `Voci`, a blank value `BLANK`; the rest keeps its
    type and is printed by the environment. Beside the fields stand the computed values, what was
    carried from earlier documents, and what *frame* holds (``atto``, ``progetto``, ``ente``).
    """
    modulo = kind.schema
    computed = {name: _bare(value) for name, value in data.items() if name not in modulo.campi()}
    carried = {
        name: _block(source.modulo, _mapping(data.get(name)))
        for name, source in kind.carries.items()
    }
    declared = _block(kind.computed, data)
    return {**computed, **declared, **carried, **_block(modulo, data), **frame}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _block(modulo: type[Modulo], data: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(campo, data.get(name)) for name, campo in modulo.campi().items()}


def _value(campo: AnyCampo, value: object) -> object:
    if isinstance(campo, Scelte):
        return Voci(value if isinstance(value, list) else (), campo.choices)
    if isinstance(campo, Blocco):
        return _block(campo.modulo, value) if isinstance(value, Mapping) and value else BLANK
    if isinstance(campo, Tabella):
        rows = value if isinstance(value, Sequence) else ()
        return [_block(campo.modulo, row) for row in rows]
    if isinstance(campo, Scelta) and isinstance(value, str):
        return Voce(value, campo.choices[value])
    return _bare(value)


def _bare(value: object) -> object:
    return BLANK if value is None or value == "" else value
