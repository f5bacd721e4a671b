"""Headings that people give to columns in their own tables, for a first guess at what is what."""

from __future__ import annotations

from collections.abc import Mapping

PERIOD = {"from": ("vanaf", "van", "startdatum", "begindatum", "from", "start"),
          "to": ("tot", "t/m", "tot en met", "einddatum", "to", "until", "end"), "month": ("maand", "month")}
CONTACT = {"email": ("e-mailadres", "e-mail", "email", "mailadres", "email address"),
           "phone": ("telefoonnummer", "telefoon", "mobiel", "phone", "mobile")}

HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "costs": {
        "day": ("datum", "factuurdatum", "boekdatum", "date", "dag", "day"), **PERIOD,
        "line": ("omschrijving", "post", "regel", "leverancier", "description", "item", "line", "supplier"),
        "kind": ("kostensoort", "soort kosten", "soort", "categorie", "kind", "category", "type"),
        "side": ("intern of extern", "intern/extern", "internal/external", "side"),
        "amount_micros": ("bedrag excl. btw", "bedrag", "kosten", "amount", "costs", "cost", "totaal", "total"),
        "currency": ("valuta", "currency"),
    },
    "applications": {
        "application": ("sollicitatienummer", "sollicitatie-id", "sollicitatie id", "application id", "application"),
        "candidate": ("kandidaatnummer", "kandidaat-id", "kandidaat id", "candidate id"), **CONTACT,
        "day": ("datum sollicitatie", "sollicitatiedatum", "ontvangen op", "ontvangen", "application date", "applied on",
                "applied", "received", "datum", "date"),
        "vacancy": ("vacature", "functie", "vacancy", "job title", "job"),
        "job_family": ("vakgebied", "functiegroep", "job family", "department", "afdeling"),
        "location": ("locatie", "vestiging", "standplaats", "location"),
        "source_name": ("bron", "herkomst sollicitatie", "source", "kanaal", "channel"),
        "stage": ("fase", "status", "stage"), "stage_day": ("datum status", "datum fase", "status date", "stage date"),
        "reviewed_day": ("beoordeeld op", "beoordeeld", "reviewed"),
        "invited_day": ("uitgenodigd op", "uitgenodigd", "invited"),
        "interview_day": ("gesprek op", "datum gesprek", "interview"), "offer_day": ("aanbod op", "aanbod", "offer"),
        "hired_day": ("aangenomen op", "aangenomen", "datum aanname", "hired"),
        "rejected_day": ("afgewezen op", "afgewezen", "rejected"),
        "withdrawn_day": ("teruggetrokken op", "teruggetrokken", "ingetrokken", "withdrawn"),
        "start_day": ("in dienst per", "in dienst", "startdatum", "start date"),
    },
    "leads": {
        "lead": ("leadnummer", "lead-id", "lead id"), **CONTACT,
        "day": ("datum", "ontvangen op", "aangemeld op", "date", "created"), "kind": ("soort", "type", "kind"),
        "channel": ("kanaal", "bron", "channel", "source"), "campaign": ("campagne", "campaign"),
        "confirmed": ("bevestigd", "opt-in", "confirmed"),
    },
    "target_groups": {
        "name": ("doelgroep", "naam", "target group", "group", "name"), "day": ("peildatum", "datum", "date"),
        "size": ("omvang", "aantal", "size", "people"), "size_low": ("minimaal", "minimum", "at least", "low"),
        "size_high": ("maximaal", "maximum", "at most", "high"), "origin": ("bron", "source"),
        "definition": ("definitie", "wie tellen mee", "definition"),
    },
    "vacancies": {
        "vacancy": ("vacature", "vacaturenummer", "vacature-id", "vacancy", "job"),
        "day": ("opengesteld op", "opengesteld", "geopend op", "geopend", "open sinds", "opened", "datum"),
        "filled_day": ("vervuld op", "vervuld", "filled"),
        "closed_day": ("gesloten zonder aanname", "gesloten op", "gesloten", "closed"),
        "days_to_fill": ("doorlooptijd (dagen)", "doorlooptijd", "days to fill", "time to fill"),
        "positions": ("aantal plekken", "aantal", "positions"),
        "job_family": ("vakgebied", "functiegroep", "job family", "department", "afdeling"),
    },
    "jobs": {
        "job": ("personeelsnummer", "medewerkernummer", "dienstverband", "employee id", "employee number"),
        "application": ("sollicitatie", "sollicitatienummer", "application", "application id"),
        "day": ("in dienst", "datum in dienst", "indiensttreding", "startdatum", "start date", "hire date"),
        "end_day": ("uit dienst", "datum uit dienst", "einddatum", "end date", "termination date"),
        "end_reason": ("reden uit dienst", "reden", "reason"),
        "job_family": ("vakgebied", "functiegroep", "job family", "department", "afdeling"),
    },
    "interactions": {
        **CONTACT, "at": ("tijdstip", "moment", "time"), "day": ("datum", "date"), "kind": ("soort", "type", "kind"),
        "channel": ("kanaal", "channel"), "topic": ("onderwerp", "topic"),
    },
    "quality_scores": {
        "group": ("groep", "team", "group"), "day": ("peildatum", "datum", "date"),
        "people": ("aantal mensen", "aantal", "people"),
        "score_mean": ("gemiddelde score", "gemiddelde", "score", "cijfer", "mean"),
    },
    "controls": {
        "control": ("reeks", "naam reeks", "series"), "day": ("datum", "date"), **PERIOD,
        "value_micros": ("waarde", "cijfer", "index", "value"),
    },
    "consent_log": {
        "application": ("sollicitatie", "sollicitatienummer", "application"), "email": CONTACT["email"],
        "day": ("toestemming op", "datum toestemming", "datum", "consent date", "date"),
        "act": ("toestemming", "besluit", "consent"),
    },
}
# What stands in a file's name and tells more than its headings.
NAMED: Mapping[str, tuple[str, ...]] = {
    "costs": ("kosten", "cost", "factu", "budget"), "applications": ("sollicit", "applica", "kandidat"),
    "leads": ("lead", "aanmelding"), "target_groups": ("doelgroep", "target"), "vacancies": ("vacatur", "vacanc"),
    "jobs": ("dienst", "personeel", "employ"), "quality_scores": ("kwaliteit", "quality", "score"),
    "controls": ("controle", "control", "arbeidsmarkt"), "consent_log": ("toestemming", "consent"),
    "interactions": ("interactie", "contact", "event"),
}
