"""The invented companies of the demonstration."""

from dataclasses import dataclass
from datetime import date

from schemas.rules.identificativi import compose_codice_fiscale
from schemas.rules.territorio import comune_vicenza


@dataclass(frozen=True)
class Company:
    """One company: what its papers say of it, its legal representative and its tutor."""

    nome: str
    partita_iva: str
    comune: str
    cap: str
    settore: str
    rappresentante: str
    tutor: str
    mansione: str

    @property
    def blocco(self) -> dict[str, object]:
        """Return the company as the papers ask it."""
        cognome, _, nome = self.rappresentante.rpartition(" ")
        found = comune_vicenza(self.comune)
        code = compose_codice_fiscale(
            cognome, nome, "M", date(1955, 6, 14), found.codice if found else ""
        )
        return {
            "ragione_sociale": self.nome,
            "tipo_organismo": "azienda",
            "partita_iva": self.partita_iva,
            "codice_fiscale": self.partita_iva,
            "settore": self.settore,
            "dipendenti_ti": 85,
            "sede_legale_indirizzo": "Via dell'Industria 12",
            "sede_legale_cap": self.cap,
            "sede_legale_comune": self.comune,
            "sede_legale_provincia": "VI",
            "sede_operativa_uguale": True,
            "legale_rappresentante": self.rappresentante,
            "legale_rappresentante_cf": code,
            "telefono": "0444 987654",
            "email": f"info@{self.partita_iva}.example.it",
        }


COMPANIES = (
    Company(
        "Officine Meccaniche Retrone & C. snc",
        "03112010248",
        "Vicenza",
        "36100",
        "artigianato",
        "Gasparoni Piero",
        "Munari Dario",
        "Montatore meccanico",
    ),
    Company(
        "Mobili Brenta sas",
        "03223020243",
        "Bassano del Grappa",
        "36061",
        "artigianato",
        "Zonta Ettore",
        "Lazzarin Ivo",
        "Addetto alla lucidatura",
    ),
    Company(
        "Tessitura Alto Astico srl",
        "03334030248",
        "Thiene",
        "36016",
        "industria",
        "Dal Pozzolo Aldo",
        "Binotto Mara",
        "Addetto al controllo qualità",
    ),
    Company(
        "Conceria Valle del Chiampo spa",
        "03445040243",
        "Chiampo",
        "36072",
        "industria",
        "Mettifogo Bruno",
        "Repele Sonia",
        "Addetto alla rifinizione",
    ),
    Company(
        "Orafi Associati Vicenza srl",
        "03556050247",
        "Vicenza",
        "36100",
        "artigianato",
        "Tapparo Giorgio",
        "Bernardi Lia",
        "Addetto al laboratorio orafo",
    ),
)
# The company near each CPI, by place in the list above.
OF_CPI = {
    "Vicenza": 0,
    "Bassano del Grappa": 1,
    "Schio-Thiene": 2,
    "Arzignano": 3,
    "Valdagno": 3,
    "Lonigo": 4,
}


def company_of(cpi: str) -> Company:
    """Return the company near a CPI."""
    return COMPANIES[OF_CPI[cpi]]
