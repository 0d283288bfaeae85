"""Who is a destinatario of the project: the nine categories, each with the reasons."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from schemas.rules.case import Case, Condition, Reason, rule
from schemas.rules.condizioni import (
    LISTA,
    age_below,
    age_from,
    age_past,
    answer_is,
    common,
    did_given,
    fonte,
    in_figures,
    lone_adult_with_children,
    months_without_work,
    not_after,
    stato_in,
    without_title,
)
from schemas.rules.date import add_months
from schemas.rules.messages import Problem
from schemas.rules.situazione import in_words

CATEGORIE: Mapping[str, str] = MappingProxyType(
    {
        "C1": "giovane_inoccupato",
        "C2": "disoccupato_senza_titolo",
        "C3": "disoccupato_over50",
        "C4": "adulto_12_16",
        "C5": "giovane_6_8",
        "C6": "adulto_solo_figli",
        "C7": "inattivo_2_anni",
        "C8": "mobilita",
        "C9": "licenziato_senza_indennita",
    }
)
DESCRIZIONI: Mapping[str, str] = MappingProxyType(
    {
        "C1": "Giovane inoccupato entro due anni dalla fine degli studi",
        "C2": "Disoccupato privo di titolo superiore",
        "C3": "Disoccupato ultracinquantenne",
        "C4": "Adulto disoccupato per 12 dei 16 mesi precedenti",
        "C5": "Giovane disoccupato per 6 degli 8 mesi precedenti",
        "C6": "Adulto solo con figli a carico",
        "C7": "Inattivo da almeno due anni",
        "C8": "Lavoratore in mobilità",
        "C9": "Licenziato privo di indennità",
    }
)

_IN_CERCA = ("disoccupato", "inoccupato", "in_mobilita")
_LISTE = f"{LISTA}; L. 223/1991, L. 236/1993"

Predicate = Callable[[Case, date], tuple[Condition, ...]]


def categorie(case: Case) -> tuple[Reason, ...]:
    """
    Return the nine categories in order, each with the conditions that decide it.

    Without the date of the document there is nothing to evaluate and the result is empty.

    Source:
        Project document, Destinatari; Reg. (CE) 2204/2002 art. 2 lett. f; regole, section 2.
    """
    if case.on is None:
        return ()
    shared = common(case, case.on)
    return tuple(
        Reason(code, DESCRIZIONI[code], (*shared, *predicate(case, case.on)))
        for code, predicate in _PREDICATES.items()
    )


def tipo_azione(categoria: str) -> str:
    """Return the action of the project for *categoria*: first entry for C1, else return to work."""
    return "inserimento" if categoria == "C1" else "reinserimento"


@rule(
    "categoria_principale",
    "persona.data_nascita",
    "persona.domicilio_comune",
    "persona.cittadinanza",
    "persona.permesso_soggiorno",
    "persona.permesso_scadenza",
    "stato_occupazionale",
    "data_did",
    "titolo_studio",
    "data_fine_formazione",
    "mai_occupato",
    "periodi_lavoro",
    "data_ultima_attivita",
    "data_cessazione",
    "motivo_cessazione",
    "percepisce_indennita",
    "mobilita_legge",
    "mobilita_iscrizione",
    "mobilita_scadenza",
    "adulto_solo",
    "figli_a_carico",
)
def categoria_dimostrata(case: Case) -> Iterator[Problem]:
    """
    Refuse a declared category whose conditions do not all hold.

    Source:
        Rule R-PS-2.
    """
    declared = case.text("categoria_principale")
    for reason in categorie(case):
        if reason.subject == declared and not reason.holds:
            values = {"categoria": CATEGORIE[declared]}
            yield Problem("categoria_principale", "categoria_non_dimostrata", values)


def _c1(case: Case, on: date) -> tuple[Condition, ...]:
    anni = case.parameters.whole("categoria.c1.anni_da_fine_formazione")
    graduate = case["titolo_studio"] == "laurea"
    limit = "categoria.c1.eta_massima_esclusa" + ("_laureati" if graduate else "")
    fine = case.day("data_fine_formazione")
    return (
        stato_in(case, "inoccupato"),
        answer_is(case, "mai_occupato", "Mai occupato regolarmente", wanted=True),
        Condition(
            "Conclusione della formazione",
            in_figures(fine),
            f"da non più di {anni} anni",
            fine is not None and fine <= on <= add_months(fine, 12 * anni),
            fonte(case.parameters, "categoria.c1.anni_da_fine_formazione"),
        ),
        age_below(case, on, limit),
    )


def _c2(case: Case, on: date) -> tuple[Condition, ...]:
    return (stato_in(case, *_IN_CERCA), did_given(case, on), without_title(case))


def _c3(case: Case, on: date) -> tuple[Condition, ...]:
    return (
        stato_in(case, *_IN_CERCA),
        did_given(case, on),
        age_past(case, on, "categoria.c3.eta", "categoria.c3.compleanno_incluso"),
    )


def _c4(case: Case, on: date) -> tuple[Condition, ...]:
    return (
        stato_in(case, "disoccupato", "in_mobilita"),
        age_from(case, on, "categoria.c4.eta_minima"),
        months_without_work(case, on, "categoria.c4"),
    )


def _c5(case: Case, on: date) -> tuple[Condition, ...]:
    return (
        stato_in(case, *_IN_CERCA),
        age_below(case, on, "categoria.c5.eta_massima_esclusa"),
        months_without_work(case, on, "categoria.c5"),
    )


def _c7(case: Case, on: date) -> tuple[Condition, ...]:
    anni = case.parameters.whole("categoria.c7.anni")
    ultima = case.day("data_ultima_attivita")
    return (
        Condition(
            "Ultima attività di lavoro o formazione",
            in_figures(ultima),
            f"da almeno {anni} anni",
            ultima is not None and add_months(ultima, 12 * anni) <= on,
            fonte(case.parameters, "categoria.c7.anni"),
        ),
    )


def _c8(case: Case, on: date) -> tuple[Condition, ...]:
    legge, scadenza = case.text("mobilita_legge"), case.day("mobilita_scadenza")
    return (
        stato_in(case, "in_mobilita"),
        Condition("Lista di mobilità", legge or "non indicata", "indicata", bool(legge), _LISTE),
        not_after(case, "mobilita_iscrizione", "Iscrizione alla lista", on, _LISTE),
        Condition(
            "Scadenza dell'iscrizione",
            in_figures(scadenza),
            f"non prima del {on:%d/%m/%Y}, se indicata",
            scadenza is None or on <= scadenza,
            _LISTE,
        ),
    )


def _c9(case: Case, on: date) -> tuple[Condition, ...]:
    motivo, motivi = case.text("motivo_cessazione"), case.parameters.texts("categoria.c9.motivi")
    return (
        stato_in(case, "disoccupato"),
        did_given(case, on),
        not_after(case, "data_cessazione", "Cessazione dell'ultimo rapporto", on),
        Condition(
            "Motivo della cessazione",
            in_words(motivo),
            " o ".join(map(in_words, motivi)),
            motivo in motivi,
            fonte(case.parameters, "categoria.c9.motivi"),
        ),
        answer_is(case, "percepisce_indennita", "Percepisce un'indennità", wanted=False),
    )


_PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    dict(
        zip(
            CATEGORIE,
            (_c1, _c2, _c3, _c4, _c5, lone_adult_with_children, _c7, _c8, _c9),
            strict=True,
        )
    )
)

RULES = (categoria_dimostrata,)
