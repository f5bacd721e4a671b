"""LinkedIn Campaign Manager: a performance report exported as CSV (UTF-16 with tabs, or UTF-8), in Dutch or English."""

from __future__ import annotations

from typing import ClassVar

from ..reader import AdExport
from ..reader import columns as read
from ..reader.table import Block, Table
from ..reader.tabular import Run


class LinkedInAdsCsv(AdExport):
    """Days are UTC days. What was a campaign group is a campaign and what was a campaign is an ad set in newer exports;
    we keep what the export itself calls campaign."""

    name = "linkedin_ads_csv"
    title = "LinkedIn Campaign Manager (export)"
    restated = 30
    known_orders: ClassVar = {"en": "mdy"}  # an English export writes 9/1/2026 for the first of September
    day_zone = "UTC"
    day_may_be_start = True
    splits = ("Job Function", "Functie", "Industry", "Branche", "Seniority", "Senioriteit", "Company", "Bedrijf",
              "Country", "Land", "Region", "Regio", "Job Title", "Functietitel", "Company Size", "Bedrijfsgrootte")

    day = read.day(("Startdatum (in UTC)", "Startdatum", "Datum"), ("Start Date (in UTC)", "Start Date", "Date"),
                   ("Startdatum (in UTC)",), sign=True)
    end = read.until(("Einddatum (in UTC)", "Einddatum"), ("End Date (in UTC)", "End Date"), "Enddatum (in UTC)")
    account = read.text(("Accountnaam", "Naam account"), "Account Name", "Kontoname")
    group = read.text(("Naam campagnegroep", "Campagnegroepnaam"), "Campaign Group Name", "Name der Kampagnengruppe",
                      sign=True)
    campaign = read.text(("Campagnenaam", "Naam campagne"), "Campaign Name", "Name der Kampagne")
    campaign_id = read.identifier(("Campagne-ID", "Campagne ID"), "Campaign ID", "Kampagnen-ID")
    adset = read.text(("Naam advertentieset", "Advertentiesetnaam"), "Ad Set Name", "Name der Anzeigengruppe")
    ad = read.text(("Advertentienaam", "Naam advertentie"), ("Ad Name", "Creative Name", "Ad Introduction Text"),
                   "Anzeigenname")
    currency = read.text("Valuta", "Currency", "Währung")
    spend_micros = read.money(("Totaal besteed", "Totaal uitgegeven", "Totale uitgaven"), "Total Spent", "Gesamtausgaben",
                              sign=True)
    impressions = read.count(("Weergaven", "Vertoningen", "Impressies"), "Impressions", ("Impressions", "Impressionen"),
                             required=True)
    clicks = read.count(("Klikken", "Kliks"), "Clicks", "Klicks")
    link_clicks = read.count(("Klikken naar landingspagina", "Klikken op landingspagina"), "Clicks to Landing Page",
                             "Klicks auf die Landingpage", sign=True)
    reactions = read.count("Reacties", ("Reactions", "Likes"), "Reaktionen")
    comments = read.count("Commentaren", "Comments", "Kommentare")
    shares = read.count(("Keren gedeeld", "Reposts"), ("Shares", "Reposts"), "Geteilt")
    follows = read.count("Volgers", "Follows", "Follower")
    platform_leads = read.count("Leads", "Leads", "Leads", sign=True)
    reach = read.count("Bereik", ("Reach", "Approximate Reach"), "Reichweite")

    def signs(self, table: Table) -> list[str]:
        """A day that is only called Date stands in every platform's export; that it is a UTC day, in LinkedIn's alone."""
        return [n for n in super().signs(table) if n != "day" or "utc" in table.places[n].heading.lower()]

    def named(self, table: object) -> list[int]:
        places = table.places  # type: ignore[attr-defined]
        return [places[n].index for n in ("campaign", "campaign_id", "adset", "ad", "group") if n in places]

    def prepare(self, block: Block) -> None:
        """A report per week or month gives start and end: then the start is no day."""
        if "end" in block.values:
            block.values["start"] = block.values["day"]
            block.values["day"] = [s if s == e else None for s, e in zip(block.values["start"], block.values["end"],
                                                                         strict=True)]

    def networks(self, block: Block, run: Run) -> list[str]:
        return ["linkedin"] * len(block)


SOURCE = LinkedInAdsCsv()
