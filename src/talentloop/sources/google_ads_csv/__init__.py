"""Google Ads: a report downloaded as CSV, in Dutch or English, with its title lines and rows of totals."""

from __future__ import annotations

from ..reader import AdExport
from ..reader import columns as read
from ..reader.delivery import by_word
from ..reader.table import Block
from ..reader.tabular import Run

# Network before type of campaign: a search campaign may also show on the display network.
WORDS = {
    "youtube": "youtube", "video": "youtube", "display": "google_display", "search partner": "google_search",
    "zoekpartner": "google_search", "search": "google_search", "zoek": "google_search", "such": "google_search",
    "cross": "other", "performance max": "other", "demand gen": "other", "discover": "other", "app": "other",
}


class GoogleAdsCsv(AdExport):
    """Impressions and cost settle in three days. Every click leads to the site. Search knows no reach."""

    name = "google_ads_csv"
    title = "Google Ads (export)"
    restated = 3
    splits = ("Device", "Apparaat", "Age", "Leeftijd", "Gender", "Geslacht", "Hour of the day", "Uur van de dag",
              "Country/Territory", "Land/regio")

    day = read.day(("Dag", "Datum"), ("Day", "Date"), ("Tag", "Datum"))
    account = read.text(("Account", "Accountnaam"), ("Account", "Account name"), "Konto")
    campaign = read.text("Campagne", "Campaign", "Kampagne", required=True)
    campaign_id = read.identifier("Campagne-ID", "Campaign ID", "Kampagnen-ID")
    adset = read.text("Advertentiegroep", "Ad group", "Anzeigengruppe", sign=True)
    status = read.text("Campagnestatus", "Campaign status", ("Kampagnenstatus", "Status der Kampagne"), sign=True)
    type = read.text("Campagnetype", "Campaign type", "Kampagnentyp", sign=True)
    network = read.text(("Netwerk (met zoekpartners)", "Netwerk"), ("Network (with search partners)", "Network"),
                        ("Werbenetzwerk (mit Suchpartnern)", "Werbenetzwerk"), sign=True)
    currency = read.text("Valutacode", "Currency code", "Währungscode", sign=True)
    spend_micros = read.money("Kosten", "Cost", "Kosten")
    impressions = read.count(("Vert.", "Vertoningen", "Impr."), ("Impr.", "Impressions"), ("Impressionen", "Impr."),
                             required=True)
    clicks = read.count(("Klikken", "Klikken (alle)"), "Clicks", "Klicks")
    reach = read.count("Unieke gebruikers", "Unique users", "Einzelne Nutzer")
    cost_per_click = read.column("ignored", "Gem. CPC", "Avg. CPC", "Durchschn. CPC", sign=True)

    def prepare(self, block: Block) -> None:
        if "clicks" in block.values:
            block.values["link_clicks"] = block.values["clicks"]

    def networks(self, block: Block, run: Run) -> list[str]:
        """By the network of the row, else by the type of its campaign; without both, search is assumed and told."""
        shown = next((n for n in ("network", "type") if n in block.values), None)
        if shown is None:
            if not any(p.code == "network_assumed" for p in run.problems.found):
                run.problems.add("network_assumed", column=self.type.expected, found="google_search")
            return ["google_search"] * len(block)
        return [by_word(WORDS, word, "other") for word in block.column(shown)]


SOURCE = GoogleAdsCsv()
