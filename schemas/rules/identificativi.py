"""Identifiers as the law writes them: codice fiscale, partita IVA, IBAN, CAP, contacts."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from types import MappingProxyType

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from schemas.rules.comparison import folded
from schemas.rules.messages import Refused

# D.M. 23/12/1976: the value of a character in odd position, written as the letter of that rank; the
# digits 0-9 stand with A-J. The CIN of an Italian bank account uses the same table.
_ODD = "BAFHJNPRTVCESULDGIMOQKWZYX"

_MONTHS = "ABCDEHLMPRST"
_OMOCODIA = "LMNPQRSTUV"
_DIGIT = f"[0-9{_OMOCODIA}]"
_CODICE_FISCALE = re.compile(
    f"[A-Z]{{6}}{_DIGIT}{{2}}[{_MONTHS}]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]"
)
_CF_DIGITS = frozenset((6, 7, 9, 10, 12, 13, 14))
_TO_DIGIT = str.maketrans(_OMOCODIA, "0123456789")
_FEMALE = 40

_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_OFFICES_IVA = frozenset((*range(1, 101), 120, 121, 888, 999))
_IBAN_IT = re.compile(r"IT[0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12}")
_IBAN_ABROAD = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CAP = re.compile(r"[0-9]{5}")
_EMAIL = re.compile(r"[!-?A-~]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]{2,}")
_EMAIL_LENGTH = 254
_TELEFONO = re.compile(r"\+?[0-9 /.-]+")

PROVINCE_PER_REGIONE: Mapping[str, str] = MappingProxyType(
    {
        "Piemonte": "AL AT BI CN NO TO VB VC",
        "Valle d'Aosta": "AO",
        "Lombardia": "BG BS CO CR LC LO MB MI MN PV SO VA",
        "Trentino-Alto Adige": "BZ TN",
        "Veneto": "BL PD RO TV VE VI VR",
        "Friuli-Venezia Giulia": "GO PN TS UD",
        "Liguria": "GE IM SP SV",
        "Emilia-Romagna": "BO FC FE MO PC PR RA RE RN",
        "Toscana": "AR FI GR LI LU MS PI PO PT SI",
        "Umbria": "PG TR",
        "Marche": "AN AP FM MC PU",
        "Lazio": "FR LT RI RM VT",
        "Abruzzo": "AQ CH PE TE",
        "Molise": "CB IS",
        "Campania": "AV BN CE NA SA",
        "Puglia": "BA BR BT FG LE TA",
        "Basilicata": "MT PZ",
        "Calabria": "CS CZ KR RC VV",
        "Sicilia": "AG CL CT EN ME PA RG SR TP",
        "Sardegna": "CA CI NU OG OR OT SS VS",
    }
)
# The 110 provinces of 2010-2012.
PROVINCE = frozenset(sigla for sigle in PROVINCE_PER_REGIONE.values() for sigla in sigle.split())
ESTERO = "EE"
# Sigle that only a place of birth may carry: provinces lost in 1947 (Pola, Zara, and Fiume, which
# was FM before FU; FM is Fermo today) or since renamed (Apuania, Forlì, Pesaro).
PROVINCE_STORICHE = frozenset({"AU", "FM", "FO", "FU", "PL", "PS", "ZA"})


@dataclass(frozen=True)
class CodiceFiscale:
    """
    What a codice fiscale says, with the letters of omocodia turned back into digits.

    *anno* has two figures, as the code does; *luogo* is a cadastral code or a State (``Z100``).
    """

    cognome: str
    nome: str
    anno: int
    mese: int
    giorno: int
    sesso: str
    luogo: str


def check_codice_fiscale(text: str) -> str:
    """
    Return the codice fiscale of a person in capitals and without blanks.

    Raises:
        Refused: ``cf_lunghezza``, ``cf_formato`` or ``cf_controllo``, the first that applies.

    Source:
        D.M. 23/12/1976; rules R-ID-1..3.
    """
    code = _compact(text)
    if len(code) != 16:
        raise Refused("cf_lunghezza")
    if not _CODICE_FISCALE.fullmatch(code) or _birthday(code) is None:
        raise Refused("cf_formato")
    if control_letter(code[:15]) != code[15]:
        raise Refused("cf_controllo")
    return code


def decode_codice_fiscale(code: str) -> CodiceFiscale:
    """
    Read a codice fiscale already accepted by `check_codice_fiscale`.

    Raises:
        ValueError: the day and month of birth in *code* do not exist.
    """
    birthday = _birthday(code)
    if birthday is None:
        raise ValueError(f"not a codice fiscale: {code!r}")
    plain = _without_omocodia(code)
    return CodiceFiscale(
        cognome=plain[:3],
        nome=plain[3:6],
        anno=birthday.year % 100,
        mese=birthday.month,
        giorno=birthday.day,
        sesso="F" if int(plain[9:11]) > _FEMALE else "M",
        luogo=plain[11:15],
    )


def compose_codice_fiscale(cognome: str, nome: str, sesso: str, nascita: date, luogo: str) -> str:
    """
    Return the codice fiscale that these data give, without omocodia.

    *luogo* is the cadastral code of the Comune or the code of the State. Only the tax office
    issues codes: use this to propose or to invent one, never to replace the one on the card.

    Source:
        D.M. 23/12/1976; rules R-ID-3 and R-ID-4.
    """
    day = nascita.day + (_FEMALE if sesso == "F" else 0)
    month = _MONTHS[nascita.month - 1]
    birth = f"{nascita.year % 100:02d}{month}{day:02d}"
    code = letters_of_surname(cognome) + letters_of_name(nome) + birth + luogo
    return code + control_letter(code)


def control_letter(characters: str) -> str:
    """
    Return the control letter of a codice fiscale (15 characters) or of a bank account (22).

    Source:
        D.M. 23/12/1976; rules R-ID-3 and R-ID-8.
    """
    ranks = [int(c) if c.isdigit() else ascii_uppercase.index(c) for c in characters]
    odd = (ascii_uppercase.index(_ODD[rank]) for rank in ranks[::2])
    total = sum(odd) + sum(ranks[1::2])
    return ascii_uppercase[total % 26]


def letters_of_surname(cognome: str) -> str:
    """
    Return the three letters of a surname: consonants, then vowels, then X.

    Source:
        D.M. 23/12/1976; rule R-ID-4.
    """
    consonants, vowels = _consonants_and_vowels(cognome)
    return (consonants + vowels + "XXX")[:3]


def letters_of_name(nome: str) -> str:
    """
    Return the three letters of a name; of four or more consonants the 1st, 3rd and 4th.

    Source:
        D.M. 23/12/1976; rule R-ID-4.
    """
    consonants, vowels = _consonants_and_vowels(nome)
    if len(consonants) > 3:
        return consonants[0] + consonants[2:4]
    return (consonants + vowels + "XXX")[:3]


def check_partita_iva(text: str) -> str:
    """
    Return the eleven digits of a partita IVA, without blanks and without the leading IT.

    Raises:
        Refused: ``piva_formato`` unless eleven digits, ``piva_controllo`` for a wrong control
            digit, an empty serial number or an office that does not exist.

    Source:
        D.P.R. 633/1972 art. 35; rule R-ID-6.
    """
    code = check_cf_ente(text)
    if int(code[7:10]) not in _OFFICES_IVA:
        raise Refused("piva_controllo")
    return code


def check_cf_ente(text: str) -> str:
    """
    Return the codice fiscale of a body: eleven digits, also one of an association (8..., 9...).

    Raises:
        Refused: ``piva_formato`` or ``piva_controllo``.

    Source:
        Rule R-ID-7.
    """
    code = _compact(text).removeprefix("IT")
    if not _ELEVEN_DIGITS.fullmatch(code):
        raise Refused("piva_formato")
    if int(code[:7]) == 0 or not luhn.is_valid(code):
        raise Refused("piva_controllo")
    return code


def check_cf_azienda(text: str) -> str:
    """
    Return the codice fiscale of a company: eleven digits, or sixteen characters of a sole trader.

    Raises:
        Refused: as `check_cf_ente` when it begins with a digit or with IT and digits, else as
            `check_codice_fiscale`.
    """
    code = _compact(text)
    return check_cf_ente(code) if code.removeprefix("IT").isdigit() else check_codice_fiscale(code)


def check_iban(text: str, paesi: Container[str] = ("IT",)) -> str:
    """
    Return an IBAN in capitals and without blanks.

    Args:
        text: As typed.
        paesi: Countries admitted (parameter ``iban.paesi_ammessi``).

    Raises:
        Refused: ``iban_paese``, ``iban_formato``, ``iban_controllo`` or ``iban_cin`` (which the
            common validators do not check), the first that applies.

    Source:
        ISO 13616; rule R-ID-8.
    """
    code = _compact(text)
    if code[:2] not in paesi:
        raise Refused("iban_paese")
    if not (_IBAN_IT if code.startswith("IT") else _IBAN_ABROAD).fullmatch(code):
        raise Refused("iban_formato")
    if not mod_97_10.is_valid(code[4:] + code[:4]):
        raise Refused("iban_controllo")
    if code.startswith("IT") and control_letter(code[5:]) != code[4]:
        raise Refused("iban_cin")
    return code


def check_cap(text: str) -> str:
    """
    Return a CAP of five digits.

    Raises:
        Refused: ``cap_formato``.
    """
    cap = text.strip()
    if not _CAP.fullmatch(cap):
        raise Refused("cap_formato")
    return cap


def check_provincia(text: str) -> str:
    """
    Return the sigla of one of the 110 provinces of 2010-2012, or EE for abroad.

    Raises:
        Refused: ``provincia_non_valida``.
    """
    return _sigla(text, PROVINCE | {ESTERO})


def check_provincia_nascita(text: str) -> str:
    """
    Return the sigla of a province of birth: also one that no longer existed (Pola, Zara).

    Raises:
        Refused: ``provincia_non_valida``.
    """
    return _sigla(text, PROVINCE | PROVINCE_STORICHE | {ESTERO})


def check_email(text: str) -> str:
    """
    Return an e-mail address as typed.

    Raises:
        Refused: ``email_formato`` for accented letters, blanks, a domain without dot, more than
            254 characters.
    """
    email = text.strip()
    if len(email) > _EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise Refused("email_formato")
    return email


def check_telefono(text: str) -> str:
    """
    Return a telephone number as typed: from 6 to 15 digits, with the usual separators.

    Raises:
        Refused: ``telefono_formato``.
    """
    telefono = text.strip()
    digits = sum(character.isdigit() for character in telefono)
    if not _TELEFONO.fullmatch(telefono) or not 6 <= digits <= 15:
        raise Refused("telefono_formato")
    return telefono


def _compact(text: str) -> str:
    return "".join(text.split()).upper()


def _sigla(text: str, admitted: Container[str]) -> str:
    sigla = text.strip().upper()
    if sigla not in admitted:
        raise Refused("provincia_non_valida")
    return sigla


def _without_omocodia(code: str) -> str:
    return "".join(
        character.translate(_TO_DIGIT) if position in _CF_DIGITS else character
        for position, character in enumerate(code)
    )


def _birthday(code: str) -> date | None:
    """
    Return the birthday in *code*, in a year with its last two figures; None if it does not exist.

    The year is taken in this century: 1900 was not a leap year and 2000 was, and with two
    figures nobody can tell them apart.
    """
    plain = _without_omocodia(code)
    year, month, day = int(plain[6:8]), _MONTHS.index(plain[8]) + 1, int(plain[9:11])
    try:
        return date(2000 + year, month, day - _FEMALE if day > _FEMALE else day)
    except ValueError:
        return None


def _consonants_and_vowels(name: str) -> tuple[str, str]:
    letters = [letter for letter in folded(name).upper() if letter in ascii_uppercase]
    vowels = "".join(letter for letter in letters if letter in "AEIOU")
    return "".join(letter for letter in letters if letter not in "AEIOU"), vowels
