"""The invented people of the demonstration: the office's accounts, and who comes to the desk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.patto_di_servizio import IMPEGNI
from schemas.rules.identificativi import compose_codice_fiscale
from schemas.rules.territorio import comune_vicenza

WORKING_DATE = date(2011, 6, 15)
FIRST_DAY = date(2010, 9, 13)
PASSWORD = "dimostrazione"

# User name, name, role, seat (a CPI or a territory) or partita IVA of the company.
ACCOUNTS = (
    ("marta.zanella", "Zanella Marta", "OCPI", "Vicenza"),
    ("paolo.berti", "Berti Paolo", "OCPI", "Bassano del Grappa"),
    ("elena.dalmaso", "Dal Maso Elena", "OCPI", "Schio-Thiene"),
    ("luca.framarin", "Framarin Luca", "OCPI", "Arzignano"),
    ("giovanni.pretto", "Pretto Giovanni", "RCPI", "Vicenza"),
    ("silvia.cogo", "Cogo Silvia", "GLT", "T4"),
    ("renato.frison", "Frison Renato", "GCP", ""),
    ("anna.todescan", "Todescan Anna", "GA", ""),
    ("carlo.mion", "Mion Carlo", "CI", ""),
    ("sportello.schio", "Pozzan Lucia", "COM", "T2"),
    ("officine.retrone", "Gasparoni Piero", "AZ", "03112010248"),
    ("dario.munari", "Munari Dario", "TUT", "03112010248"),
    ("chiara.fabris", "Fabris Chiara", "ASS", ""),
    ("stefano.gobbo", "Gobbo Stefano", "ESP", ""),
    ("rita.sartori", "Sartori Rita", "PS", ""),
    ("marco.lovato", "Lovato Marco", "ULSS", ""),
    ("irene.zordan", "Zordan Irene", "CFP", ""),
    ("ugo.benetti", "Benetti Ugo", "FON", ""),
    ("amministratore", "Amministratore del sistema", "ADM", ""),
    ("nadia.bizzotto", "Bizzotto Nadia", "GLT", "T1"),
    ("franco.testolin", "Testolin Franco", "GLT", "T2"),
    ("ivana.dalceredo", "Dal Ceredo Ivana", "GLT", "T3"),
)

SURNAMES = (
    "Dal Santo", "Marangoni", "Peruzzo", "Zanin", "D'Angelo", "Cestonaro", "Meneghini", "Bizzotto",
    "Fochesato", "Rigoni", "Stella", "Nardello", "Trevisàn", "Gasparin", "Lorenzi", "Zambon",
    "Pellizzari", "Carlotto", "Ferronato", "Baù", "Costa", "Dall'Ò", "Povolo", "Maculan",
    "Tessari", "Urbani", "Visonà", "Xausa", "Zocca", "Bertoldo", "Cortese", "Dalla Pozza",
    "Ebene", "Fioravanzo", "Grotto", "Illesi", "Lazzarotto", "Muraro", "Novello", "Ongaro",
    "Pavan", "Quero", "Rossetto", "Savegnago",
)  # fmt: skip
WOMEN = ("Giulia", "Sara", "Maria Teresa", "Elisa", "Nicoletta", "Ornella", "Francesca", "Lucìa")
MEN = ("Luca", "Andrea", "Giuseppe", "Matteo", "Niccolò", "Roberto", "Davide", "Pier Paolo")
STREETS = ("Via Roma", "Via Pasubio", "Corso Mazzini", "Via Monte Grappa", "Via San Rocco")
EMPLOYERS = (
    "Tessitura Alto Astico srl", "Conceria Valle del Chiampo spa", "Mobili Brenta sas",
    "Officine Meccaniche Retrone & C. snc", "Orafi Associati Vicenza srl",
)  # fmt: skip

# Where each CPI's people live: Comune and postal code.
HOMES = {
    "Vicenza": (("Vicenza", "36100"), ("Dueville", "36031"), ("Camisano Vicentino", "36043")),
    "Bassano del Grappa": (("Bassano del Grappa", "36061"), ("Marostica", "36063")),
    "Schio-Thiene": (("Schio", "36015"), ("Thiene", "36016")),
    "Arzignano": (("Arzignano", "36071"), ("Chiampo", "36072")),
    "Valdagno": (("Valdagno", "36078"), ("Recoaro Terme", "36076")),
    "Lonigo": (("Lonigo", "36045"), ("Sarego", "36040")),
}
# Where they come, in turn: the city has the most.
TURNS = (
    "Bassano del Grappa", "Vicenza", "Schio-Thiene", "Vicenza", "Arzignano", "Vicenza",
    "Valdagno", "Lonigo",
)  # fmt: skip
ORDER = tuple(f"C{n}" for n in (4, 5, 2, 3, 8, 9, 6, 7, 1))


@dataclass(frozen=True)
class Story:
    """One invented person: who they are, where, on what day, in which category."""

    position: int
    cpi: str
    on: date
    categoria: str

    @property
    def sesso(self) -> str:
        """Return F and M, two of each in turn."""
        return "FFMM"[self.position % 4]

    @property
    def age(self) -> int:
        """Return an age, in years, that suits the category."""
        youngest = {"C1": 20, "C5": 19, "C3": 52}.get(self.categoria, 29)
        return youngest + self.position % 4


def stories() -> Iterator[Story]:
    """Yield the people in the order in which they come to the desk: ever more often."""
    days = (WORKING_DATE - FIRST_DAY).days
    for position in range(len(SURNAMES)):
        left = 1 - position / (len(SURNAMES) - 1)
        on = WORKING_DATE - timedelta(days=round(days * left**1.6))
        yield Story(position, TURNS[position % len(TURNS)], on, ORDER[position % len(ORDER)])


def persona_of(story: Story) -> dict[str, object]:
    """Return who the person is, as the Patto asks it."""
    names = WOMEN if story.sesso == "F" else MEN
    cognome, nome = SURNAMES[story.position], names[story.position // 2 % len(names)]
    homes = HOMES[story.cpi]
    comune, cap = homes[story.position // len(TURNS) % len(homes)]
    found = comune_vicenza(comune)
    if found is None:
        raise RuntimeError(f"the demonstration is wrong: {comune}")
    nascita = date(story.on.year - story.age - 1, 1 + story.position % 12, 1 + story.position % 28)
    return {
        "cognome": cognome,
        "nome": nome,
        "sesso": story.sesso,
        "data_nascita": nascita.isoformat(),
        "luogo_nascita_tipo": "italia",
        "comune_nascita": comune,
        "provincia_nascita": "VI",
        "codice_fiscale": compose_codice_fiscale(cognome, nome, story.sesso, nascita, found.codice),
        "cittadinanza": "Italiana",
        "permesso_soggiorno": "non_richiesto",
        "domicilio_indirizzo": f"{STREETS[story.position % len(STREETS)]} {story.position + 3}",
        "domicilio_cap": cap,
        "domicilio_comune": comune,
        "residenza_uguale": True,
        "telefono": f"0444 {500100 + story.position * 137}",
        "email": f"persona{story.position + 1}@example.it",
    }


def patto_of(story: Story, on: date, operatore: str) -> dict[str, object]:
    """Return the Patto of a person, made on a day by an operator."""
    next_day = min(on + timedelta(days=20), date(2012, 4, 30))
    return {
        "cpi": story.cpi,
        "data_stipula": on.isoformat(),
        "operatore": operatore,
        "provenienza": ("cpi", "parti_sociali", "ulss")[story.position % 3],
        "persona": persona_of(story),
        "percepisce_indennita": False,
        "adulto_solo": story.categoria == "C6",
        "figli_a_carico": 2 if story.categoria == "C6" else story.position % 3,
        "titolo_studio": "media" if story.categoria == "C2" else "diploma",
        "categoria_principale": story.categoria,
        "disponibilita_settori": ["meccanica", "servizi"],
        "disponibilita_orario": "tempo_pieno",
        "disponibilita_km": 10 + 5 * (story.position % 6),
        "automunito": story.position % 4 > 0,
        "servizi_previsti": ["accoglienza", "orientamento", "pai", "segnalazione_aziende"],
        "impegni_persona": list(IMPEGNI)[: 4 + story.position % 2],
        "data_prossimo_colloquio": next_day.isoformat(),
        "validita_fino_al": "2012-04-30",
        "dichiarazione_veridicita": True,
        "presa_visione_privacy": True,
        "firmatario_cpi": "Pretto Giovanni",
        **_situation(story),
    }


def _situation(story: Story) -> Mapping[str, object]:
    """Return the answers about work that make the category of the story true on its day."""

    def ago(months: int) -> str:
        return (story.on - timedelta(days=30 * months + months // 2)).isoformat()

    employer = EMPLOYERS[story.position % len(EMPLOYERS)]
    work = {
        "datore": employer,
        "dal": ago(70 if story.age > 28 else 30),
        "al": ago(14),
        "tipo_rapporto": "tempo_indeterminato",
        "retribuito": True,
    }
    base = {"stato_occupazionale": "disoccupato", "mai_occupato": False, "periodi_lavoro": [work]}
    unemployed = {**base, "data_did": ago(14)}
    match story.categoria:
        case "C1":
            return {
                "stato_occupazionale": "inoccupato",
                "mai_occupato": True,
                "data_did": ago(6),
                "data_fine_formazione": ago(10),
            }
        case "C7":
            long_ago = {**work, "al": ago(30)}
            return {
                **base,
                "stato_occupazionale": "inattivo",
                "periodi_lavoro": [long_ago],
                "data_ultima_attivita": ago(30),
            }
        case "C8":
            return {
                **unemployed,
                "stato_occupazionale": "in_mobilita",
                "mobilita_legge": "223/1991",
                "mobilita_iscrizione": ago(14),
                "percepisce_indennita": True,
                "tipo_indennita": "mobilita",
            }
        case "C9":
            return {
                **unemployed,
                "data_cessazione": ago(14),
                "motivo_cessazione": "licenziamento_individuale",
            }
        case _:
            return unemployed
