"""
The permission matrix as the project's domain writes it, typed out here and derived from nothing.

A cell holds the letters of the actions, then whose documents: ``terr`` those of the territory,
``own`` one's own, nothing all of them. A role that a row does not name may do nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MATRIX: Mapping[str, Mapping[str, str]] = {
    "scheda_primo_accesso": {
        "OCPI": "CMVP terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "COM": "CMVP own",
    },
    "presa_in_carico": {
        "OCPI": "CMV terr",
        "RCPI": "VF terr",
        "GLT": "CMAF terr",
        "GCP": "VAF",
        "GA": "V",
    },
    "patto_di_servizio": {
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "VP",
        "ASS": "V own",
        "ESP": "V own",
    },
    "pai": {
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VP",
        "ASS": "V own",
        "ESP": "CMV own",
        "CFP": "V own",
    },
    "scheda_formazione": {
        "OCPI": "CMVP terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "V",
        "ASS": "V own",
        "ESP": "V own",
        "CFP": "CMF own",
    },
    "fabbisogno_aziendale": {
        "OCPI": "CMV terr",
        "RCPI": "V terr",
        "GLT": "CMV terr",
        "GCP": "V",
        "GA": "V",
        "AZ": "CMVF own",
        "ESP": "CMV own",
        "PS": "CMV own",
    },
    "segnalazione_azienda": {
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "AZ": "V own",
        "ESP": "C own",
    },
    "convenzione_stage": {
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VP",
        "AZ": "VF own",
        "TUT": "VF own",
        "ASS": "V own",
    },
    "colloquio_iniziale": {
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "AZ": "V own",
        "TUT": "VF own",
        "ASS": "CMPF own",
    },
    "richiesta_incentivo": {
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VAP",
        "AZ": "CMPF own",
    },
    "questionario_monitoraggio": {
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "TUT": "V own",
        "ASS": "CMF own",
    },
    "relazione_assistente": {
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "ASS": "CMF own",
    },
    "verifica_inserimento": {
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "V",
        "AZ": "F own",
        "TUT": "F own",
        "ASS": "CMF own",
    },
    "report_semestrale": {
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "CMAF",
        "CI": "V",
        "GA": "VP",
        "PS": "V",
        "ULSS": "V",
        "FON": "V",
    },
    "rendicontazione": {"GCP": "VA", "CI": "V", "GA": "CMFP", "FON": "V"},
    "accordo_partner": {
        "GCP": "CMV",
        "CI": "VA",
        "GA": "VP",
        "COM": "VF own",
        "PS": "VF own",
        "ULSS": "VF own",
        "FON": "VF own",
    },
    "incarico_esperto": {"GCP": "CMA", "GA": "VP", "ASS": "VF own", "ESP": "VF own"},
    "verbale_gruppo": {
        "OCPI": "V terr",
        "RCPI": "CMF terr",
        "GLT": "VF terr",
        "GCP": "CMVF",
        "CI": "VF",
        "GA": "VP",
        "PS": "V",
        "ULSS": "V",
        "FON": "V",
    },
}
# The page of a person: who takes care of them, in the territory, and the provincial groups.
FASCICOLO: Mapping[str, str] = {
    "OCPI": "CV terr",
    "RCPI": "CV terr",
    "GLT": "V terr",
    "GCP": "V",
    "GA": "V",
}
# Who takes a whole fascicolo out, and files documents (P-5).
RETRIEVING = frozenset({"GA", "GCP", "OCPI", "RCPI"})
# Who records each part of a document that comes after its registration, and whether it approves
# what somebody else wrote (P-4).
PARTS: Mapping[tuple[str, str], tuple[str, bool]] = {
    ("presa_in_carico", "trasferimento"): ("GLT", False),
    ("presa_in_carico", "validazione"): ("GCP", True),
    ("segnalazione_azienda", "esito"): ("AZ OCPI", False),
    ("convenzione_stage", "borse"): ("GA", False),
    ("colloquio_iniziale", "presenza"): ("ASS OCPI", False),
    ("richiesta_incentivo", "istruttoria"): ("GA", False),
    ("richiesta_incentivo", "decisione"): ("GCP", True),
    ("richiesta_incentivo", "integrazione"): ("AZ", False),
    ("richiesta_incentivo", "liquidazione"): ("GA", False),
    ("richiesta_incentivo", "revoca"): ("GCP", False),
    ("verifica_inserimento", "approvazione"): ("GCP", True),
}
# Roles that see nobody: totals only (P-2), or the working of the system.
BLIND = frozenset({"CI", "PS", "ULSS", "FON", "ADM"})


@dataclass(frozen=True)
class Where:
    """A thing as somebody stands to it: in their territory or not, theirs or not."""

    same_territory: bool
    own: bool


def allowed(ruolo: str, azione: str, row: Mapping[str, str], where: Where) -> bool:
    """
    Return whether the matrix lets a role do *azione* on a thing that stands so to the person.

    Who may do anything with a document may see it.
    """
    letters, _, ambito = row.get(ruolo, "").partition(" ")
    if azione not in letters and not (azione == "V" and letters):
        return False
    return {"": True, "terr": where.same_territory, "own": where.own}[ambito]


def anywhere(ruolo: str, azione: str, row: Mapping[str, str]) -> bool:
    """Return whether a role may do *azione* on something."""
    return allowed(ruolo, azione, row, Where(same_territory=True, own=True))
