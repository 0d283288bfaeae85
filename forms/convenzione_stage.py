"""The convention's form: five steps, from the company to the insurances and the grant."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Azienda",
        section("La convenzione", "data_convenzione", "convenzione_esistente"),
        section("L'azienda", "azienda", "tirocinanti_altri_promotori"),
    ),
    step(
        "Persona",
        section("La persona", "fascicolo", "pai", "segnalazione"),
        section("Il tirocinio", "tipo_tirocinio", "categoria_durata", "data_conseguimento_titolo"),
    ),
    step(
        "Periodo",
        section("Durata", "data_inizio", "data_fine", "giorni_maternita"),
        section(
            "Orario e sede",
            "ore_settimanali",
            "orario",
            "sede_stage_indirizzo",
            "sede_stage_comune",
            "reparto",
        ),
        reasons=True,
    ),
    step(
        "Obiettivi",
        section("Il progetto", "mansione", "obiettivi_formativi", "facilitazioni"),
        section(
            "Chi segue lo stage",
            "tutor_promotore",
            "tutor_aziendale",
            "tutor_aziendale_ruolo",
            "assistente",
        ),
    ),
    step(
        "Garanzie",
        section(
            "Assicurazioni", "inail_posizione", "rc_compagnia", "rc_polizza", "rc_dal", "rc_al"
        ),
        section(
            "Borsa di stage", "borsa_importo_mensile", "borsa_quota_azienda", "iban_tirocinante"
        ),
        section(
            "Comunicazioni",
            "data_comunicazione_obbligatoria",
            "invio_regione",
            "invio_ispettorato",
            "invio_rsa",
        ),
        section(
            "Dichiarazioni e firma",
            "impegno_sicurezza",
            "presa_visione_privacy",
            "firmatario_provincia",
            "note",
        ),
    ),
    step("Mensilità", section("Borsa di stage", "borse_pagate")),
)
