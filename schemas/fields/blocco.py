"""Fields made of fields: a block, and a table of repeated rows."""

from collections.abc import Mapping
from typing import Unpack

from marshmallow import Schema, ValidationError, fields

from schemas.fields.campo import AnyCampo, Asked, Campo, Fault


class Modulo(Schema):
    """The base of every form and block: unknown names are refused by name."""

    error_messages = {  # noqa: RUF012  # marshmallow reads it from the class
        "unknown": "campo_sconosciuto",
        "type": "scelta_non_valida",
    }

    @classmethod
    def campi(cls) -> Mapping[str, AnyCampo]:
        """Return the fields by name, in the order they are declared."""
        declared = cls._declared_fields.items()
        return {name: field for name, field in declared if isinstance(field, Campo)}


class Blocco(Campo[Mapping[str, object]]):
    """A block of fields under one name; its problems are those of its fields."""

    def __init__(
        self,
        label: str,
        modulo: type[Modulo],
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.modulo = modulo
        self._nested = fields.Nested(modulo)

    def is_blank(self, value: object) -> bool:
        """Return whether nothing inside the block is filled."""
        if not isinstance(value, Mapping):
            return value is None
        campi = self.modulo.campi()
        return all(name in campi and campi[name].is_blank(inner) for name, inner in value.items())

    def _deserialize(
        self,
        value: object,
        attr: str | None,
        data: Mapping[str, object] | None,
        **kwargs: object,
    ) -> Mapping[str, object]:
        return dict(self.modulo().load(value))  # type: ignore[arg-type]  # load judges the type

    def to_json(self, value: Mapping[str, object]) -> object:
        """Return the block as a JSON object."""
        return self.modulo().dump(value)


class Tabella(Campo[list[Mapping[str, object]]]):
    """Repeated rows, between *least* and *most*; *row_label* names one of them."""

    def __init__(
        self,
        label: str,
        modulo: type[Modulo],
        *,
        least: int = 0,
        most: int,
        row_label: str = "Riga",
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.modulo, self.least, self.most, self.row_label = modulo, least, most, row_label

    def is_blank(self, value: object) -> bool:
        """Return whether nothing was said; no rows where some are needed is a wrong answer."""
        return value is None or value == "" or (value == [] and not self.least)

    def is_blank_row(self, row: object) -> bool:
        """Return whether nothing in the row is filled."""
        return Blocco("", self.modulo).is_blank(row)

    def _deserialize(
        self,
        value: object,
        attr: str | None,
        data: Mapping[str, object] | None,
        **kwargs: object,
    ) -> list[Mapping[str, object]]:
        if not isinstance(value, list):
            raise ValidationError([Fault("scelta_non_valida", {})])
        if len(value) < self.least:
            raise ValidationError([Fault("righe_minime", {"n": str(self.least)})])
        if len(value) > self.most:
            raise ValidationError([Fault("righe_massime", {"n": str(self.most)})])
        return self._rows(value)

    def _rows(self, typed: list[object]) -> list[Mapping[str, object]]:
        rows: list[Mapping[str, object]] = []
        faults: dict[int, object] = {}
        for position, row in enumerate(typed):
            try:
                rows.append(self.modulo().load(row))  # type: ignore[arg-type]  # as in Blocco
            except ValidationError as error:
                faults[position] = error.messages
                rows.append(dict(error.valid_data) if isinstance(error.valid_data, dict) else {})
        if faults:
            raise ValidationError(faults, valid_data=rows)
        return rows

    def to_json(self, value: list[Mapping[str, object]]) -> object:
        """Return the rows as JSON objects."""
        return [self.modulo().dump(row) for row in value]
