"""Meta Ads Manager: a table exported as CSV or XLSX, in Dutch or English."""

from __future__ import annotations

from ..reader import AdExport
from ..reader import columns as read
from ..reader.delivery import by_word
from ..reader.table import Block
from ..reader.tabular import Run

NETWORKS = {"instagram": "instagram", "facebook": "facebook"}


class MetaExport(AdExport):
    """Figures freeze after 28 days. Reach is about the row's own reporting period; rows of one day give delivery."""

    name = "meta_export"
    title = "Meta Ads Manager (export)"
    restated = 28
    splits = ("Leeftijd", "Age", "Geslacht", "Gender", "Land", "Country", "Regio", "Region", "Apparaat", "Device",
              "Apparaatplatform", "Device platform", "Impressieapparaat", "Impression device", "Tijdstip van de dag",
              "Time of day (viewer's time zone)", "Time of day (ad account time zone)", "Plaatsing", "Placement")

    day = read.day("Dag", "Day")
    start = read.day("Start rapportage", "Reporting starts", sign=True)
    end = read.until("Einde rapportage", "Reporting ends", sign=True)
    account = read.text(("Accountnaam", "Naam account"), "Account name")
    campaign_id = read.identifier("Campagne-ID", "Campaign ID")
    campaign = read.text(("Campagnenaam", "Naam campagne"), "Campaign name")
    adset = read.text(("Naam advertentieset", "Advertentiesetnaam"), "Ad set name", sign=True)
    adset_id = read.identifier("Advertentieset-ID", "Ad set ID")
    ad = read.text(("Advertentienaam", "Naam advertentie"), "Ad name")
    ad_id = read.identifier("Advertentie-ID", "Ad ID")
    platform = read.text("Platform", ("Platform", "Publisher platform"))
    placement = read.text("Plaatsing", "Placement")
    impressions = read.count(("Vertoningen", "Weergaven"), "Impressions", required=True)
    reach = read.count("Bereik", ("Reach", "Accounts Center accounts reached"))
    clicks = read.count("Klikken (alle)", "Clicks (all)", sign=True)
    link_clicks = read.count(("Linkkliks", "Link-kliks", "Klikken op links", "Linkklikken"), "Link clicks", sign=True)
    reactions = read.count("Reacties op berichten", "Post reactions", sign=True)
    comments = read.count(("Opmerkingen bij berichten", "Opmerkingen op berichten"), "Post comments", sign=True)
    shares = read.count(("Deelacties van berichten", "Berichten gedeeld"), "Post shares", sign=True)
    saves = read.count(("Berichten opgeslagen", "Opgeslagen berichten"), "Post saves", sign=True)
    follows = read.count("Volgers of vind-ik-leuks", "Follows or likes", sign=True)
    platform_leads = read.count("Leads", "Leads")
    leads_on_form = read.count(("Facebook-leads", "Leads op Facebook"), "On-Facebook leads", sign=True)
    leads_on_site = read.count("Websiteleads", "Website leads", sign=True)
    spend_micros = read.money("Besteed bedrag", "Amount spent", sign=True)
    currency = read.text("Valuta", "Currency")

    def networks(self, block: Block, run: Run) -> list[str]:
        """Facebook or Instagram where the file is broken down by platform or placement, else both as one."""
        shown = "platform" if "platform" in block.values else "placement"
        return [by_word(NETWORKS, word, "meta") for word in block.column(shown)]

    def prepare(self, block: Block) -> None:
        """Leads in all are those on the form and those on the site; the file has the sum or the parts."""
        parts = [block.values[n] for n in ("leads_on_form", "leads_on_site") if n in block.values]
        if parts and "platform_leads" not in block.values:
            block.values["platform_leads"] = [
                None if all(p is None for p in row) else sum(filter(None, row)) for row in zip(*parts, strict=True)
            ]


SOURCE = MetaExport()
