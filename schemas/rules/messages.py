"""The catalogue of messages, and the two ways a code of it travels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CATALOGUE: Mapping[str, str] = MappingProxyType(
    {
        "obbligatorio": "Campo obbligatorio.",
        "carattere_non_ammesso": "Il testo contiene caratteri non ammessi.",
        "nome_non_valido": "Sono ammessi solo lettere, spazi, apostrofi, punti e trattini.",
        "lunghezza_max": "Testo troppo lungo: massimo {max} caratteri.",
        "lunghezza_min": "Testo troppo breve: almeno {min} caratteri.",
        "data_formato": "Data non valida: usare il formato GG/MM/AAAA.",
        "data_inesistente": "La data indicata non esiste nel calendario.",
        "data_futura": "La data non può essere successiva alla data del documento.",
        "data_ordine": "La data di fine non può precedere la data di inizio.",
        "data_precedente_dipendenza": "La data non può precedere quella del documento {numero}.",
        "data_fuori_progetto": "La data deve essere compresa tra il {inizio} e il {fine}.",
        "eta_minima": "La persona deve avere almeno {eta} anni alla data del documento.",
        "numero_formato": "Inserire un numero intero.",
        "fuori_intervallo": "Il valore deve essere compreso tra {min} e {max}.",
        "importo_formato": "Importo non valido.",
        "importo_decimali": "Indicare al massimo due decimali.",
        "importo_negativo": "L'importo non può essere negativo.",
        "importo_zero": "L'importo deve essere maggiore di zero.",
        "importo_massimo": "L'importo supera il massimo consentito di {max} euro.",
        "scelta_non_valida": "Scelta non valida.",
        "scelta_minima": "Selezionare almeno {n} voci.",
        "righe_minime": "Inserire almeno {n} righe.",
        "ricerche_massime": "Hai già {n} ricerche salvate: eliminane una.",
        "righe_massime": "Inserire al massimo {n} righe.",
        "dichiarazione_mancante": "La dichiarazione è obbligatoria per proseguire.",
        "cf_lunghezza": "Il codice fiscale di una persona deve avere 16 caratteri.",
        "cf_formato": "Il codice fiscale non ha un formato valido.",
        "cf_controllo": "Il carattere di controllo del codice fiscale non è corretto.",
        "cf_incoerente": "Il codice fiscale non corrisponde a: {elementi}.",
        "piva_formato": "La partita IVA deve avere 11 cifre.",
        "piva_controllo": "La partita IVA non è valida: cifra di controllo errata.",
        "iban_formato": "L'IBAN non ha un formato valido.",
        "iban_paese": "È ammesso solo un IBAN italiano (27 caratteri, inizia con IT).",
        "iban_controllo": "L'IBAN non è valido: cifre di controllo errate.",
        "iban_cin": "L'IBAN non è valido: il CIN non corrisponde alle coordinate.",
        "cap_formato": "Il CAP deve avere 5 cifre.",
        "cap_provincia": "Il CAP non appartiene alla provincia di Vicenza.",
        "provincia_non_valida": "Sigla di provincia non valida.",
        "comune_non_valido": "Comune non presente nell'elenco della provincia di Vicenza.",
        "email_formato": "Indirizzo di posta elettronica non valido.",
        "telefono_formato": "Numero di telefono non valido.",
        "permesso_scaduto": "Il titolo di soggiorno è scaduto alla data del documento.",
        "riferimento_inesistente": "Il documento indicato non esiste.",
        "riferimento_altro_fascicolo": "Il documento indicato appartiene a un'altra persona.",
        "riferimento_stato": "Il documento {numero} non è nello stato richiesto ({stato}).",
        "categoria_non_dimostrata": (
            "I dati inseriti non soddisfano i requisiti della categoria «{categoria}»."
        ),
        "patto_attivo": ("Esiste già un Patto di Servizio attivo per questa persona: {numero}."),
        "patto_mancante": "Serve un Patto di Servizio firmato prima di procedere.",
        "pai_mancante": "Serve un PAI firmato prima di procedere.",
        "stage_durata": (
            "La durata supera il massimo di {mesi} mesi previsto: ultima data ammessa {data}."
        ),
        "stage_numero": ("L'azienda può ospitare al massimo {max} tirocinanti contemporaneamente."),
        "stage_titolo_recente": (
            "Dal 13/08/2011 questo tipo di tirocinio è riservato a chi ha conseguito il titolo "
            "da non più di 12 mesi."
        ),
        "stage_sovrapposto": "La persona ha già uno stage nello stesso periodo: {numero}.",
        "polizza_rc_periodo": (
            "La polizza di responsabilità civile deve coprire tutto il periodo dello stage."
        ),
        "tutor_coincidenti": (
            "Il tutor aziendale e il tutor del soggetto promotore devono essere persone diverse."
        ),
        "incentivo_cumulo": (
            "Per questa assunzione sono già previsti incentivi economici: la Provincia non eroga "
            "il proprio contributo."
        ),
        "incentivo_intensita": (
            "L'importo richiesto supera il {percento}% dei costi salariali ammissibili "
            "({max} euro)."
        ),
        "incentivo_tardivo": "La richiesta deve essere presentata prima dell'assunzione.",
        "incentivo_durata": "Il contratto deve durare almeno {mesi} mesi.",
        "non_svantaggiato": (
            "La persona non rientra nelle categorie del Reg. (CE) 800/2008: usare il regime "
            "de minimis."
        ),
        "incremento_netto": (
            "L'assunzione non aumenta il numero dei dipendenti e il posto non risulta liberato "
            "per una causa ammessa."
        ),
        "de_minimis_superato": (
            "Con questo contributo si supera il massimale de minimis di {max} euro nei tre "
            "esercizi."
        ),
        "impresa_difficolta": "Le imprese in difficoltà non possono ricevere questo contributo.",
        "persona_non_validata": (
            "Il percorso della persona non è stato validato dal Gruppo di Coordinamento "
            "Provinciale."
        ),
        "questionario_duplicato": "Esiste già un questionario finale per questo inserimento.",
        "correttivo_mancante": (
            "Con una valutazione insufficiente occorre proporre almeno un correttivo."
        ),
        "somma_errata": "La somma delle voci ({somma}) non coincide con il totale ({totale}).",
        "duplicato": "Dato già presente: {dettaglio}.",
        "ruolo_incompatibile": "La stessa persona non può ricoprire entrambi i ruoli.",
        "budget_superato": "L'importo supera la disponibilità residua di {max} euro.",
        "pagamento_contante": (
            "Il pagamento in contanti non è ammesso per questo importo alla data indicata."
        ),
        "verifica_inadempienti": (
            "Per pagamenti superiori a {max} euro serve l'esito della verifica ex art. 48-bis "
            "D.P.R. 602/1973."
        ),
        "durc_mancante": "Manca un DURC regolare alla data del pagamento.",
        "dato_eccedente": "Il testo destinato all'azienda contiene dati non necessari: {dato}.",
        "pronto_solo_tracciabile": "Indicare l'IBAN: il pagamento avviene con bonifico.",
        # Messages of ours, where the papers of the office have none.
        "campo_sconosciuto": "Campo sconosciuto: {campo}. Togliere il campo o correggerne il nome.",
        "scelta_necessaria": "Occorre selezionare anche: {voci}.",
        "fascicolo_inesistente": (
            "Il fascicolo {numero} non esiste: controllare il numero o aprire il fascicolo."
        ),
        "fascicolo_stato": (
            "Il fascicolo {numero} è nello stato «{stato}»: serve lo stato «{richiesto}»."
        ),
        "fascicolo_altra_persona": "Il fascicolo {numero} è di un'altra persona.",
        "passo_non_ammesso": "Da «{da}» non si passa a «{a}».",
        "passo_impedito": "Il passaggio non si può fare: {motivo}.",
        "passo_precedente": "La data non può precedere l'ultimo passaggio, del {data}.",
        "contributo_revocato": "Il contributo è stato revocato il {data}: non si può pagare.",
        "importo_dovuto": ("Per le presenze indicate spettano {dovuto} euro, non {indicato}."),
        "trattenuto": "È trattenuto da {da}, e non si scarta: {motivo}",
        "da_conservare": "Il termine di conservazione scade il {fino_al}.",
        "conservazione_aperta": (
            "Il fascicolo non è chiuso: il termine di conservazione non decorre ancora."
        ),
        "fascicolo_chiuso": (
            "Il fascicolo {numero} è chiuso («{stato}»): si legge, ma non si cambia più."
        ),
        "audizione_successiva": "La persona va sentita prima della decadenza.",
        "data_futura_oggi": "La data non può essere successiva a oggi.",
        "fascicolo_formato": "Il numero di fascicolo ha la forma F-AAAA-NNNNN, es. F-2011-00042.",
        "ateco_formato": "Il codice ATECO 2007 ha la forma NN.NN.NN, es. 28.41.00; basta l'inizio.",
        "azienda_altrui": "Puoi agire soltanto per l'azienda con partita IVA {partita_iva}.",
        "riferimento_altra_azienda": "Il documento {numero} è di un'altra azienda.",
        "pai_senza_stage": (
            "Il PAI {numero} non prevede lo stage: correggere il PAI o indicarne un altro."
        ),
        "convenzione_collegata": (
            "Il documento {numero} è un progetto della convenzione {convenzione}: indicare quella."
        ),
        "riferimento_altro_inserimento": "Il documento {numero} riguarda un altro inserimento.",
        "data_dopo_inizio": (
            "La data non può essere successiva all'inizio dello stage, il {data}."
        ),
        "presa_in_carico_mancante": "Si trasferisce solo una persona presa in carico dal GLT.",
        "copia_peso": "Il file supera il massimo di {max} MB.",
        "copia_formato": "Il file non si può allegare: {motivo}. Usare un PDF, un JPEG o un PNG.",
        # Accounts: who may enter, and how.
        "utente_formato": "Il nome utente può avere solo lettere, cifre, punti e trattini.",
        "utente_esiste": "L'utente «{utente}» esiste già.",
        "email_usata": "Questo indirizzo è già di un altro utente.",
        "cf_usato": "Questo codice fiscale è già di un altro utente.",
        "ruolo_sconosciuto": "Ruolo «{ruolo}» sconosciuto: sono ammessi {ruoli}.",
        "ruolo_senza_sede": "Per il ruolo {ruolo} occorre indicare il Centro per l'Impiego.",
        "ruolo_presente": "L'utente ha già questo ruolo.",
        "ruolo_assente": "L'utente non ha questo ruolo.",
        "ultimo_amministratore": (
            "È l'ultimo amministratore attivo: prima occorre nominarne un altro."
        ),
        "sede_sconosciuta": "«{sede}» non è un Centro per l'Impiego né un territorio.",
        "password_breve": "La password deve avere almeno {min} caratteri.",
        "password_lunga": "La password può avere al massimo {max} caratteri.",
        "password_comune": (
            "Questa password è tra le più usate: sceglierne una che nessuno indovinerebbe."
        ),
        "password_ripetuta": "La password ripete sempre gli stessi caratteri.",
        "password_utente": "La password non può contenere il nome utente.",
        "password_diversa": "Le due password non coincidono.",
        "password_uguale": "La nuova password deve essere diversa da quella attuale.",
        "codice_errato": "Il codice non è giusto, o è già stato usato.",
        "password_errata": "La password attuale non è corretta.",
        "copia_assente": "Scegliere il file della copia firmata, o fotografare i fogli.",
        "copia_altro_documento": (
            "Il file porta il numero {numero}: è la copia di un altro documento. Allegarlo alla "
            "pagina di quel documento."
        ),
        # Warnings: they ask for attention, they refuse nothing.
        "avviso_territorio": (
            "Il Comune di domicilio appartiene per ULSS al territorio {territorio}, non a quello "
            "del Centro per l'Impiego scelto."
        ),
        "avviso_cap_generico": (
            "Il CAP 36100 è generico: vale solo per la città di Vicenza. Verificare l'indirizzo."
        ),
        "avviso_luogo_nascita": (
            "Il codice catastale nel codice fiscale è di un Comune diverso da quello indicato: "
            "può dipendere da una fusione di Comuni. Verificare sulla tessera."
        ),
        "avviso_codici_azienda": (
            "Il codice fiscale è diverso dalla partita IVA: può dipendere da un trasferimento di "
            "sede. Verificare sulla visura."
        ),
        "avviso_visita_lontana": (
            "Tra questa rilevazione e la prossima visita passano più di {giorni} giorni."
        ),
        "avviso_visite_rade": (
            "Tra questa visita e la precedente, o l'inizio dello stage, passano più di {giorni} "
            "giorni."
        ),
        "avviso_altro_comune": "La persona non abita nel Comune dello sportello, {comune}.",
        "avviso_altro_cpi": (
            "Per il Comune di domicilio è proposto un altro Centro per l'Impiego: {cpi}."
        ),
        "avviso_cf_incoerente": (
            "Il codice fiscale non corrisponde a: {elementi}. Verificare sulla tessera sanitaria."
        ),
        "avviso_fascicolo_aperto": "La persona è già in carico: fascicolo {numero}.",
        "avviso_gia_in_carico": "La persona è già in carico.",
        "avviso_pec": ("Dal 29/11/2011 le società devono avere la PEC: chiederla all'azienda."),
        "avviso_limiti_regionali": (
            "Per gli stage che iniziano dal 27/03/2012 verificare i limiti della D.G.R. 337/2012."
        ),
    }
)

# What is told instead to who may not know of fascicoli: the number of one is not for them (R-PA-2).
DISCREET: Mapping[str, str] = MappingProxyType({"avviso_fascicolo_aperto": "avviso_gia_in_carico"})


@dataclass(frozen=True)
class Problem:
    """
    One thing to mend: where it is, the code of its message, the values of its braces.

    *path* is written as in the office's papers: ``persona.codice_fiscale``,
    ``periodi_lavoro[0].al``.
    """

    path: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """Return the Italian sentence shown beside the field."""
        return text_of(self.code, self.values)


class Refused(ValueError):
    """A single value is not acceptable: carries the code of the message and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def text_of(code: str, values: Mapping[str, str]) -> str:
    """
    Return the sentence of *code* with its braces filled; a brace without value stays readable.

    Raises:
        KeyError: *code* is not in the catalogue.
    """
    sentence = CATALOGUE[code]
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
