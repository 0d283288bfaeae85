"""What a codice fiscale says of the birth of a person, as it is typed in a form."""

from datetime import date

from schemas.rules.identificativi import CodiceFiscale, decode_codice_fiscale
from schemas.rules.luoghi import comune_of, stato_of

YOUNGEST = 14  # years: who comes to the desk was born at least so long ago


def birth_in(code: str, on: date) -> dict[str, str]:
    """
    Return sex, date and place of birth that a codice fiscale holds, by field of the person.

    The year has two figures: it is the latest that leaves the person of an age to come to the desk
    on the day *on*. A place that the tables do not know is left out.

    Args:
        code: A codice fiscale accepted by `check_codice_fiscale`.
        on: The day of the document.

    Source:
        D.M. 23/12/1976; rules R-ID-4 and R-ID-5.
    """
    read = decode_codice_fiscale(code)
    born = _birthday(read, on)
    return {"sesso": read.sesso, "data_nascita": f"{born:%d/%m/%Y}", **_place(read.luogo, born)}


def _birthday(read: CodiceFiscale, on: date) -> date:
    century = 2000 if 2000 + read.anno + YOUNGEST <= on.year else 1900
    leap_day_lost = (read.mese, read.giorno) == (2, 29) and century + read.anno == 1900
    return date(century + read.anno, read.mese, 28 if leap_day_lost else read.giorno)


def _place(luogo: str, born: date) -> dict[str, str]:
    if comune := comune_of(luogo, born):
        nome, provincia = comune
        return {
            "luogo_nascita_tipo": "italia",
            "comune_nascita": nome,
            "provincia_nascita": provincia,
        }
    if stato := stato_of(luogo):
        return {"luogo_nascita_tipo": "estero", "stato_nascita": stato}
    return {}
