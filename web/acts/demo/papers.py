"""What the papers of the demonstration say, each from those before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.rules.date import last_day_within
from web.acts.demo.companies import Company
from web.acts.demo.people import Story, persona_of

Answers = dict[str, object]

ASSISTENTE = "Fabris Chiara"
BORSA = "450.00"
MESI = 4
_PARTI = (
    ("cpi", "Pretto Giovanni"),
    ("comuni", "Ferrari Silvia"),
    ("associazioni", "Munarolo Ugo"),
    ("oo_ss", "Gasparin Rita"),
)
_OBIETTIVI = ("Lavorare in autonomia nel reparto", "Completare lo stage")


@dataclass(frozen=True)
class Plan:
    """The days of one person's path, from the day they come."""

    story: Story

    def day(self, after: int) -> date:
        """Return the day that comes so many days after the first."""
        return self.story.on + timedelta(days=after)

    @property
    def inizio(self) -> date:
        """Return the first day of the stage."""
        return self.day(65)

    @property
    def fine(self) -> date:
        """Return the last day of the stage."""
        return last_day_within(self.inizio, MESI)

    def stage(self, after: int) -> date:
        """Return the day that comes so many days after the start of the stage."""
        return self.inizio + timedelta(days=after)


def _iso(day: date) -> str:
    return day.isoformat()


def scheda(plan: Plan, comune: str, operatore: str) -> Answers:
    """Return the scheda of a Comune's desk, for who is sent to the CPI."""
    story, persona = plan.story, persona_of(plan.story)
    return {
        **{name: persona[name] for name in ("cognome", "nome", "data_nascita", "codice_fiscale")},
        "comune": comune,
        "operatore": operatore,
        "data_accesso": _iso(story.on),
        "comune_domicilio": persona["domicilio_comune"],
        "telefono": persona["telefono"],
        "motivo_accesso": ["ricerca_lavoro", "formazione"],
        "situazione_dichiarata": "disoccupato",
        "titolo_studio": "diploma",
        "iscritto_cpi": False,
        "esito": "inviato_cpi",
        "cpi_destinazione": story.cpi,
        "appuntamento": _iso(plan.day(5)),
        "presa_visione_privacy": True,
    }


def presa(plan: Plan, on: date, territorio: str, **changes: object) -> Answers:
    """Return the verbale of the GLT."""
    rows = [{"ruolo": ruolo, "nome": nome, "presente": True} for ruolo, nome in _PARTI]
    return {
        "territorio": territorio,
        "data_presa": _iso(on),
        "segnalante": ("cpi", "comune", "parti_sociali")[plan.story.position % 3],
        "componenti": rows,
        "bisogni": "Cerca un'occupazione stabile vicino a casa e vuole aggiornare le competenze.",
        "esito_presa": "preso_in_carico",
        **changes,
    }


def trasferimento(plan: Plan, on: date, patto: str, pai: str) -> Answers:
    """Return the transfer to the GCP."""
    return {
        "data_trasferimento": _iso(on),
        "patto": patto,
        "pai": pai,
        "requisiti_confermati": True,
        "categoria_verificata": plan.story.categoria,
        "mesi_borsa": MESI,
        "importo_borsa": f"{MESI * float(BORSA):.2f}",
    }


def validazione(on: date, esito: str = "validato") -> Answers:
    """Return the decision of the GCP."""
    if esito == "validato":
        return {
            "data_validazione": _iso(on),
            "requisiti_gcp": True,
            "risorse_gcp": True,
            "esito_gcp": esito,
            "assistente_incaricato": ASSISTENTE,
        }
    return {
        "data_validazione": _iso(on),
        "requisiti_gcp": esito != "non_ammesso",
        "risorse_gcp": True,
        "esito_gcp": esito,
        "motivo_gcp": "Le azioni del PAI non indicano come si raggiunge l'obiettivo.",
    }


def pai(plan: Plan, on: date, patto: str, operatore: str, company: Company) -> Answers:
    """Return the PAI: orientation, stage and accompaniment."""
    percorso = {"C1": "inserimento", "C8": "ricollocazione"}
    azioni = (
        ("orientamento", "Colloqui di orientamento", "cpi", operatore, plan.day(21), 36, 6),
        ("stage", "Stage in azienda", "azienda", company.tutor, plan.inizio, None, 480),
        ("accompagnamento", "Visite in azienda", "esperto", ASSISTENTE, plan.inizio, None, 16),
    )
    return {
        "patto": patto,
        "data_colloquio": _iso(plan.day(12)),
        "data_redazione": _iso(on),
        "operatore": operatore,
        "redattore_tipo": "operatore_cpi",
        "competenze_possedute": "Esperienza di reparto, uso di macchine utensili, puntualità.",
        "competenze_da_sviluppare": "Lettura del disegno e uso dei programmi dell'azienda.",
        "percorso": percorso.get(plan.story.categoria, "reinserimento"),
        "obiettivo_professionale": company.mansione,
        "obiettivi": [
            {"descrizione": text, "indicatore": "Prova in reparto", "scadenza": _iso(plan.fine)}
            for text in _OBIETTIVI
        ],
        "azioni": [
            {
                "tipo": tipo,
                "descrizione": text,
                "soggetto": soggetto,
                "responsabile": who,
                "data_inizio": _iso(start),
                "data_fine": _iso(plan.day(after) if after else plan.fine),
                "ore": ore,
            }
            for tipo, text, soggetto, who, start, after, ore in azioni
        ],
        "strumento": "stage",
        "formazione_esterna": False,
        "borsa_prevista": True,
        "borsa_importo_mensile": BORSA,
        "accompagnamento_gruppo": False,
        "data_verifica_finale": _iso(plan.fine + timedelta(days=15)),
        "condivisione": True,
    }


def segnalazione(plan: Plan, on: date, pai: str, company: Company) -> Answers:
    """Return the letter to a company."""
    return {
        "pai": pai,
        "azienda_ragione_sociale": company.nome,
        "azienda_partita_iva": company.partita_iva,
        "azienda_referente": company.rappresentante,
        "azienda_email": f"info@{company.partita_iva}.example.it",
        "profilo": company.mansione,
        "sintesi": "Esperienza di reparto, precisione, disponibilità immediata a tempo pieno.",
        "strumento_proposto": "stage",
        "disponibile_dal": _iso(on + timedelta(days=10)),
        "contatto_autorizzato": True,
        "data_invio": _iso(on),
        "canale": "email",
        "esito": "in_attesa",
    }


def convenzione(plan: Plan, on: date, pai: str, operatore: str, company: Company) -> Answers:
    """Return the convention of a stage."""
    return {
        "data_convenzione": _iso(on),
        "azienda": company.blocco,
        "tirocinanti_altri_promotori": 0,
        "pai": pai,
        "tipo_tirocinio": "inserimento_reinserimento",
        "categoria_durata": "disoccupato",
        "data_inizio": _iso(plan.inizio),
        "data_fine": _iso(plan.fine),
        "ore_settimanali": 30,
        "orario": "lun-ven 8.00-14.00",
        "sede_stage_indirizzo": "Via dell'Industria 12",
        "sede_stage_comune": company.comune,
        "reparto": "Produzione",
        "mansione": company.mansione,
        "obiettivi_formativi": "Conoscere il ciclo di lavoro, usare le macchine in sicurezza.",
        "tutor_promotore": operatore,
        "tutor_aziendale": company.tutor,
        "tutor_aziendale_ruolo": "Capo reparto",
        "assistente": ASSISTENTE,
        "inail_posizione": "Gestione per conto dello Stato",
        "rc_compagnia": "Assicurazioni Esempio S.p.A.",
        "rc_polizza": "RC-2010-000123",
        "rc_dal": "2010-09-01",
        "rc_al": "2012-04-30",
        "borsa_importo_mensile": BORSA,
        "iban_tirocinante": "IT46C0999911800000000123456",
        "data_comunicazione_obbligatoria": _iso(plan.inizio - timedelta(days=3)),
        "impegno_sicurezza": True,
        "presa_visione_privacy": True,
        "firmatario_provincia": "Pretto Giovanni",
    }


def mensilita(plan: Plan, months: int) -> Answers:
    """Return so many months of grant, each attended in full and paid two days after it ends."""
    starts = [last_day_within(plan.inizio, month) for month in range(1, months + 1)]
    return {
        "borse_pagate": [
            {
                "mese": _iso(end.replace(day=1)),
                "giorni_previsti": 22,
                "giorni_presenza": 22,
                "registro_firmato": True,
                "importo": BORSA,
                "data_pagamento": _iso(end + timedelta(days=2)),
                "modalita": "bonifico",
            }
            for end in starts
        ]
    }


def colloquio(plan: Plan, on: date, stage: str, company: Company) -> Answers:
    """Return the first meeting of tutor and assistant."""
    return {
        "inserimento": stage,
        "data_colloquio": _iso(on),
        "luogo": "Sede aziendale",
        "assistente": ASSISTENTE,
        "tutor_aziendale": company.tutor,
        "lavoratore_presente": True,
        "obiettivi": [
            {"descrizione": text, "indicatore": "Prova in reparto", "entro_il": _iso(plan.fine)}
            for text in _OBIETTIVI
        ],
        "mansioni": f"{company.mansione}: lavoro di reparto affiancato dal tutor.",
        "formazione_prevista": "Affiancamento di 40 ore, uso delle macchine e sicurezza.",
        "orario_confermato": True,
        "piano_visite": [{"data": _iso(plan.stage(after))} for after in (30, 65, 100)],
    }


def questionario(plan: Plan, on: date, stage: str, progressivo: int, dal: date) -> Answers:
    """Return a questionnaire in itinere."""
    marks = ("puntualita", "mansioni", "relazioni", "autonomia", "formazione", "tutor")
    return {
        "tipo": "in_itinere",
        "inserimento": stage,
        "progressivo": progressivo,
        "assistente": ASSISTENTE,
        "data_rilevazione": _iso(on),
        "periodo_dal": _iso(dal),
        "periodo_al": _iso(on - timedelta(days=1)),
        "modalita": "visita_in_azienda",
        "presenti": ["lavoratore", "tutor_aziendale"],
        "ore_previste": 120,
        "ore_svolte": 116,
        "giorni_assenza": 1,
        "attivita_svolte": "Lavoro di reparto affiancato, controllo dei pezzi, pulizia macchine.",
        **{
            f"val_{mark}": 3 + (plan.story.position + place) % 3 for place, mark in enumerate(marks)
        },
        "soddisfazione_lavoratore": 4,
        "soddisfazione_azienda": 4,
        "obiettivi": _objectives("in_corso"),
        "prossima_visita": _iso(on + timedelta(days=30)),
    }


def finale(plan: Plan, on: date, stage: str, progressivo: int, dal: date) -> Answers:
    """Return the final questionnaire."""
    return {
        **questionario(plan, on, stage, progressivo, dal),
        "tipo": "finale",
        "obiettivi": _objectives("raggiunto"),
        "prossima_visita": None,
        "esito_percorso": "concluso",
        "prospettiva": "assunzione_determinato",
        "competenze_acquisite": "Lavora in autonomia sulle macchine del reparto.",
        "giudizio_complessivo": 4,
    }


def _objectives(stato: str) -> list[Mapping[str, object]]:
    return [{"obiettivo": text, "stato": stato, "commento": ""} for text in _OBIETTIVI]


def verifica(plan: Plan, on: date, stage: str, final: str, esito: str) -> Answers:
    """Return the final check of a placement."""
    answers: Answers = {
        "inserimento": stage,
        "questionario_finale": final,
        "data_verifica": _iso(on),
        "obiettivi": [
            {"obiettivo": text, "raggiunto": "si", "evidenza": "Prova in reparto superata"}
            for text in _OBIETTIVI
        ],
        "esito": esito,
    }
    if esito in ("stabilizzato", "trasformato"):
        permanent = esito == "stabilizzato"
        answers |= {
            "tipo_contratto": "tempo_indeterminato" if permanent else "tempo_determinato",
            "data_nuovo_rapporto": _iso(plan.fine + timedelta(days=1)),
            "modalita": "Assunzione a tempo pieno nello stesso reparto.",
            "verifica_documentale": "comunicazione_obbligatoria",
        }
        if not permanent:
            answers["data_fine_contratto"] = _iso(last_day_within(plan.fine, 8))
        return answers
    return answers | {
        "motivo": "La persona ha lasciato lo stage per motivi di famiglia.",
        "proposta_successiva": "altro_servizio",
    }


def richiesta(plan: Plan, on: date, numero: str, company: Company) -> Answers:
    """Return the request of a company that hires the person after the stage."""
    hire = max(plan.fine, on) + timedelta(days=1)
    return {
        "data_richiesta": _iso(on),
        "azienda": company.blocco,
        "iban_azienda": "IT29J0999911801000000654321",
        "ente_non_commerciale": False,
        "fascicolo": numero,
        "persona_codice_fiscale": persona_of(plan.story)["codice_fiscale"],
        "tipo_contratto": "tempo_determinato",
        "data_assunzione": _iso(hire),
        "data_fine_contratto": _iso(last_day_within(hire, 8)),
        "ore_settimanali": 40,
        "mansione": company.mansione,
        "retribuzione_lorda_mensile": "1350.00",
        "contributi_mensili": "400.00",
        "importo_richiesto": f"{3200 + 100 * (plan.story.position % 8)}.00",
        "regime_aiuto": "de_minimis",
        "altri_incentivi": [],
        "trasporto_su_strada": False,
        "de_minimis_ricevuti": [],
        "impresa_in_difficolta": False,
        "aiuti_da_recuperare": False,
        "dichiara_nessun_incentivo": True,
        "dichiara_regolarita": True,
        "dichiara_licenziamenti": True,
        "documento_identita": True,
        "dichiarazione_445": True,
        "presa_visione_privacy": True,
    }
