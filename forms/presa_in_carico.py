"""The form of the presa in carico: two pages for the sitting, one for each part that follows."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Seduta del GLT",
        section("La seduta", "fascicolo", "territorio", "data_presa", "segnalante"),
        section("Chi c'era", "componenti"),
    ),
    step(
        "Esito",
        section("Bisogni della persona", "bisogni"),
        section("Decisione", "esito_presa", "motivo_presa"),
        reasons=True,
    ),
    step(
        "Trasferimento",
        section("Il percorso", "data_trasferimento", "patto", "pai"),
        section("Requisiti", "requisiti_confermati", "categoria_verificata"),
        section("Borsa di stage", "mesi_borsa", "importo_borsa"),
        section("Altre risorse", "importo_incentivo", "ore_formazione"),
        reasons=True,
    ),
    step(
        "Verifica del GCP",
        section("Verifica", "data_validazione", "requisiti_gcp", "risorse_gcp"),
        section("Decisione", "esito_gcp", "motivo_gcp", "assistente_incaricato"),
        reasons=True,
    ),
)
