"""The form of the segnalazione: to whom, what they are told, how it is sent, what they answer."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Persona e azienda",
        section("La persona", "fascicolo", "pai"),
        section(
            "L'azienda",
            "azienda_ragione_sociale",
            "azienda_partita_iva",
            "azienda_referente",
            "azienda_email",
            "fabbisogno",
        ),
    ),
    step(
        "Profilo",
        section("Il profilo", "profilo", "sintesi", "strumento_proposto", "disponibile_dal"),
    ),
    step(
        "Invio",
        section("L'invio", "data_invio", "canale", "contatto_autorizzato"),
        section("Per l'ufficio", "note"),
    ),
    step("Esito", section("La risposta dell'azienda", "esito", "data_esito", "motivo_rifiuto")),
)
