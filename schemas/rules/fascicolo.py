"""Rules on the fascicolo a document enters, and on the documents it stands on."""

from collections.abc import Iterator

from schemas.rules.case import Case, Rule, rule
from schemas.rules.contesto import Contesto, Record
from schemas.rules.life import EFFICACE, STATI_FASCICOLO
from schemas.rules.messages import Problem
from schemas.rules.percorso import IN_CORSO


def has_reached(stato: str | None, minimo: str) -> bool:
    """
    Return whether an open fascicolo in *stato* has come to *minimo* or beyond.

    A state that is not known is taken as good; suspended and closed fascicoli have reached nothing.
    """
    if stato is None:
        return True
    return stato in IN_CORSO and IN_CORSO.index(stato) >= IN_CORSO.index(minimo)


def fascicolo_open_from(minimo: str) -> Rule:
    """
    Make the rule that the fascicolo exists, is open and has come to the state *minimo*.

    Source:
        Process of the fascicolo; invariant F-4: a closed fascicolo is read only.
    """

    @rule("fascicolo")
    def fascicolo_is_open(case: Case) -> Iterator[Problem]:
        numero = case.text("fascicolo")
        record = case.contesto.fascicolo(numero)
        if not numero:
            return
        if record is None:
            yield Problem("fascicolo", "fascicolo_inesistente", {"numero": numero})
        elif not has_reached(stato := record.text("stato"), minimo):
            words = {"stato": _words(stato or ""), "richiesto": _words(minimo)}
            yield Problem("fascicolo", "fascicolo_stato", {"numero": numero, **words})

    return fascicolo_is_open


def fascicolo_of(cf_path: str) -> Rule:
    """Make the rule that the fascicolo is of the person with the codice fiscale at *cf_path*."""

    @rule("fascicolo", cf_path)
    def fascicolo_is_of_persona(case: Case) -> Iterator[Problem]:
        numero, code = case.text("fascicolo"), case.text(cf_path)
        record = case.contesto.fascicolo(numero)
        owner = record.text("codice_fiscale") if record else None
        if owner and code and owner != code:
            yield Problem("fascicolo", "fascicolo_altra_persona", {"numero": numero})

    return fascicolo_is_of_persona


@rule("fascicolo")
def persona_is_validata(case: Case) -> Iterator[Problem]:
    """
    Refuse what may follow only the validation of the path by the GCP.

    Source:
        Project document, phase 2; rule R-INC-1.
    """
    record = case.contesto.fascicolo(case.text("fascicolo"))
    if record is None or not has_reached(record.text("stato"), "validato"):
        yield Problem("fascicolo", "persona_non_validata")


def not_before_presa_in_carico(date_field: str) -> Rule:
    """
    Make the rule that the document does not precede the day the person was taken in charge.

    Source:
        Invariant F-2: no document is dated before the one it depends on.
    """

    @rule("fascicolo", date_field)
    def not_before_presa(case: Case) -> Iterator[Problem]:
        numero, day = case.text("fascicolo"), case.day(date_field)
        record = case.contesto.fascicolo(numero)
        presa = record.day("data_presa_in_carico") if record else None
        if day and presa and day < presa:
            values = {"numero": _presa_in_carico(case.contesto, numero)}
            yield Problem(date_field, "data_precedente_dipendenza", values)

    return not_before_presa


def is_signed(documento: Record) -> bool:
    """Return whether *documento* binds: signed and not replaced or annulled; unknown is good."""
    return documento.text("stato") in (None, *EFFICACE)


def patto_of(contesto: Contesto, fascicolo: str) -> Record | None:
    """Return the signed Patto of *fascicolo*, the last listed when there are several, or None."""
    own = (each for each in contesto.of_kind("patto_di_servizio") if is_signed(each))
    found = [each for each in own if each.text("fascicolo") == fascicolo]
    return found[-1] if found else None


def categoria_of(case: Case) -> str:
    """Return the category of the person as the Patto has it, else the fascicolo; "" if neither."""
    patto = case.contesto.documento(case.text("patto"))
    fascicolo = case.contesto.fascicolo(case.text("fascicolo"))
    of_patto = patto.text("categoria_principale") if patto else None
    return of_patto or (fascicolo.text("categoria") if fascicolo else None) or ""


def signed_document(path: str, code: str) -> Rule:
    """
    Make the rule that the document whose number is at *path* is signed.

    Args:
        path: Field with the number of the document.
        code: What to answer when it is not: ``patto_mancante``, ``pai_mancante``.
    """

    @rule(path)
    def document_is_signed(case: Case) -> Iterator[Problem]:
        documento = case.contesto.documento(case.text(path))
        if documento and not is_signed(documento):
            yield Problem(path, code)

    return document_is_signed


def not_before_document(date_field: str, path: str) -> Rule:
    """
    Make the rule that the date does not precede that of the document whose number is at *path*.

    Source:
        Invariant F-2.
    """

    @rule(date_field, path)
    def not_before_document(case: Case) -> Iterator[Problem]:
        numero, day = case.text(path), case.day(date_field)
        documento = case.contesto.documento(numero)
        dated = documento.day("data") if documento else None
        if day and dated and day < dated:
            yield Problem(date_field, "data_precedente_dipendenza", {"numero": numero})

    return not_before_document


def _words(stato: str) -> str:
    return STATI_FASCICOLO.get(stato, stato)


def _presa_in_carico(contesto: Contesto, fascicolo: str) -> str:
    """Return the number of the presa in carico of that fascicolo, or of the fascicolo itself."""
    listed = contesto.of_kind("presa_in_carico")
    found = (each.text("numero") for each in listed if each.text("fascicolo") == fascicolo)
    return next(found, None) or fascicolo
