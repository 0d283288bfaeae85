"""The one table from the class of a field to its control on the page."""

from collections.abc import Mapping
from functools import singledispatch

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice: newer than the stubs
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from schemas.fields import (
    Ateco,
    Blocco,
    Cap,
    CodiceFiscale,
    CodiceFiscaleAzienda,
    ComuneVicenza,
    Data,
    Dichiarazione,
    Email,
    Giudizio,
    Iban,
    Importo,
    Intero,
    Modulo,
    Nome,
    NumeroFascicolo,
    PartitaIva,
    Provincia,
    ProvinciaNascita,
    Riferimento,
    Scelta,
    Scelte,
    SiNo,
    Tabella,
    Telefono,
    Testo,
    TestoBreve,
)
from schemas.fields.campo import AnyCampo, Condition, Given

MOST_RADIOS = 6
# What a page holds and hands on, without knowing WTForms.
AnyForm = Form


@singledispatch
def control_for(campo: AnyCampo) -> Field:
    """
    Return the unbound control of a field: it carries what is typed and judges nothing.

    Raises:
        TypeError: a class of field without a control: add it in this file.
    """
    raise TypeError(f"no control for {type(campo).__name__}: add one in forms/builder/controls.py")


def _text(campo: AnyCampo, longest: int, **attributes: str) -> Field:
    return StringField(
        campo.label,
        description=campo.hint,
        render_kw={"maxlength": str(longest), "autocomplete": "off", **attributes},
    )


@control_for.register(TestoBreve)
@control_for.register(Nome)
def _(campo: TestoBreve | Nome) -> Field:
    return _text(campo, campo.longest)


@control_for.register
def _(campo: Testo) -> Field:
    attributes = {"rows": 5, "maxlength": campo.longest}
    return TextAreaField(campo.label, description=campo.hint, render_kw=attributes)


@control_for.register
def _(campo: Data) -> Field:
    return _text(campo, 10, inputmode="numeric", placeholder="gg/mm/aaaa", **{"data-tipo": "data"})


@control_for.register
def _(campo: Intero) -> Field:
    return _text(campo, 9, inputmode="numeric")


@control_for.register
def _(campo: Importo) -> Field:
    return _text(campo, 20, inputmode="decimal", **{"data-tipo": "importo"})


def _code(campo: AnyCampo, longest: int) -> Field:
    return _text(campo, longest, autocapitalize="characters", spellcheck="false")


@control_for.register(CodiceFiscale)
@control_for.register(CodiceFiscaleAzienda)
@control_for.register(PartitaIva)
@control_for.register(Iban)
@control_for.register(Provincia)
@control_for.register(ProvinciaNascita)
def _(campo: CodiceFiscale) -> Field:
    return _code(campo, campo.longest)


@control_for.register(Riferimento)
@control_for.register(NumeroFascicolo)
def _(campo: Riferimento) -> Field:
    return _code(campo, campo.longest)


@control_for.register(Ateco)
@control_for.register(Cap)
def _(campo: Ateco | Cap) -> Field:
    return _text(campo, campo.longest, inputmode="numeric")


@control_for.register
def _(campo: Email) -> Field:
    return _text(campo, campo.longest, type="email", inputmode="email")


@control_for.register
def _(campo: Telefono) -> Field:
    return _text(campo, campo.longest, type="tel")


@control_for.register(Scelta)
@control_for.register(ComuneVicenza)
def _(campo: Scelta | ComuneVicenza) -> Field:
    choices = _choices(campo.choices)
    if len(choices) <= MOST_RADIOS:
        return RadioField(
            campo.label, description=campo.hint, choices=choices, validate_choice=False
        )
    blank = SelectChoice("", "Scegliere una voce")
    return SelectField(
        campo.label, description=campo.hint, choices=[blank, *choices], validate_choice=False
    )


@control_for.register(Giudizio)
@control_for.register(SiNo)
def _(campo: Giudizio | SiNo) -> Field:
    choices = _choices(campo.choices)
    return RadioField(campo.label, description=campo.hint, choices=choices, validate_choice=False)


@control_for.register
def _(campo: Dichiarazione) -> Field:
    return BooleanField(campo.label, description=campo.hint, false_values=("", "no"))


@control_for.register
def _(campo: Scelte) -> Field:
    return SelectMultipleField(
        campo.label,
        description=campo.hint,
        choices=_choices(campo.choices),
        validate_choice=False,
    )


@control_for.register
def _(campo: Blocco) -> Field:
    return FormField(form_class(campo.modulo), campo.label, description=campo.hint)


@control_for.register
def _(campo: Tabella) -> Field:
    row = FormField(form_class(campo.modulo), campo.row_label)
    return FieldList(row, campo.label, description=campo.hint, max_entries=campo.most)


def _choices(choices: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, words) for code, words in choices.items()]


class _Block(Form):
    """
    A form of ours, whole or inside another.

    WTForms hands an inner form its values as keywords, among which ``data`` is its own argument:
    when it is a text it is instead the value of a field of that name.
    """

    def __init__(self, *, data: object = None, **given: object) -> None:
        values = {"data": data} if isinstance(data, str) else data
        super().__init__(data=values, **given)  # type: ignore[arg-type]  # as they came


def form_class(modulo: type[Modulo], only: tuple[str, ...] | None = None) -> type[Form]:
    """Return the WTForms class with a control for each field, or for each of *only*, in order."""
    campi = modulo.campi()
    controls = {name: _described(campi[name], campi) for name in (only or campi)}
    return type(modulo.__name__, (_Block,), controls)


def _described(campo: AnyCampo, campi: Mapping[str, AnyCampo]) -> Field:
    """Return the control of *campo*, told apart by what its page must show and hide."""
    control = control_for(campo)
    # Outside a form a control is unbound, which the stubs do not say.
    attributes = control.kwargs.setdefault("render_kw", {})  # type: ignore[attr-defined]
    if not campo.must_fill and campo.required_when is None:
        attributes["data-facoltativo"] = "si"
    if campo.restricted:
        attributes["data-riservato"] = "si"
    if campo.when:
        attributes["data-quando"] = campo.when.field
        attributes["data-quando-valori"] = "|".join(_shown(campo.when, campi))
        attributes["data-quando-frase"] = _sentence(campo.when, campi)
    return control


def _shown(condition: Condition, campi: Mapping[str, AnyCampo]) -> list[str]:
    """Return the values, as the page posts them, that satisfy *condition*; none = any value."""
    if isinstance(condition, Given):
        return []
    return [campi[condition.field].show(value) for value in condition.values]


def _sentence(condition: Condition, campi: Mapping[str, AnyCampo]) -> str:
    other = campi[condition.field]
    if isinstance(condition, Given):
        return f"Solo se è indicato «{other.label}»."
    words = " o ".join(f"«{other.words(value)}»" for value in condition.values)
    return f"Solo se «{other.label}» è {words}."
