"""The networks' export files of the demo, each as its own ads manager writes it: Meta, LinkedIn, Google Ads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from ..core.period import Period
from .delivery import Delivered, reached, shown
from .employer import NAME
from .plan import HISTORY, PLAN

META_DAYS = ("Campagnenaam", "Campagne-ID", "Dag", "Bereik", "Weergaven", "Frequentie", "Besteed bedrag (EUR)",
             "Klikken (alle)", "Klikken op links", "Reacties op berichten", "Opmerkingen bij berichten",
             "Deelacties van berichten", "Opgeslagen berichten", "Volgers of vind-ik-leuks", "Facebook-leads",
             "Start rapportage", "Einde rapportage")
META_REACH = ("Accountnaam", "Bereik", "Weergaven", "Frequentie", "Besteed bedrag (EUR)", "Start rapportage",
              "Einde rapportage")
LINKEDIN_DAYS = ("Start Date (in UTC)", "Account Name", "Currency", "Campaign Group Name", "Campaign ID", "Campaign Name",
                 "Campaign Status", "Total Spent", "Impressions", "Clicks", "Clicks to Landing Page", "Reactions",
                 "Comments", "Shares", "Follows", "Leads")
LINKEDIN_REACH = ("Account Name", "Currency", "Total Spent", "Impressions", "Reach", "Average Frequency")
GOOGLE = ("Day", "Campaign", "Campaign ID", "Campaign status", "Campaign type", "Currency code", "Cost", "Impr.",
          "Clicks", "CTR", "Conversions")
OFTEN_ON_A_DAY = 1.14
Row = Sequence[object]


def windows() -> list[Period]:
    """What reach was asked for: the 0-meting, every loop, and the same days of last year where there are any."""
    loops = [loop.period for loop in PLAN.loops]
    before = [p.year_before() for p in loops if p.year_before().start >= HISTORY.start]
    return [*before, PLAN.baseline, *loops]


def money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def write(folder: Path, of: list[Delivered], period: Period) -> None:
    """All files of the three networks."""
    halves = (Period(period.start, date(2026, 1, 1)), Period(date(2026, 1, 1), period.end))
    for half in halves:
        stated = f"{half.start:%Y-%m}_{half.last:%Y-%m}"
        save_csv(folder / f"meta_dagen_{stated}.csv", META_DAYS, meta_days(of, period, half))
        text = linkedin("Campaign Performance Report (in UTC)", half, LINKEDIN_DAYS, linkedin_days(of, period, half))
        (folder / f"linkedin_campagnes_{stated}.csv").write_bytes(text.encode("utf-16"))
    save_csv(folder / "meta_bereik_per_loop.csv", META_REACH, [meta_window(of, period, w) for w in windows()])
    for window in windows():
        stated = f"{window.start}_{window.last}"
        text = linkedin("Account Performance Report (in UTC)", window, LINKEDIN_REACH, [li_window(of, period, window)])
        (folder / f"linkedin_bereik_{stated}.csv").write_bytes(text.encode("utf-16"))
    google(folder / "google_ads_campagnes.csv", of, period)


def save_csv(path: Path, heading: Row, rows: Iterable[Row]) -> None:
    """UTF-8 with BOM and commas, points in numbers: Meta's files look so in every language."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def days_of(of: list[Delivered], network: str, period: Period, part: Period) -> Iterable[tuple[Delivered, int, date]]:
    """Campaign, row of the day and day, wherever something was shown."""
    for d in of:
        if d.campaign.network == network:
            for day in part:
                i = (day - period.start).days
                if d.impressions[i]:
                    yield d, i, day


def meta_days(of: list[Delivered], period: Period, part: Period) -> list[Row]:
    rows: list[Row] = []
    for d, i, day in days_of(of, "meta", period, part):
        people = max(1, int(d.impressions[i] / OFTEN_ON_A_DAY))
        actions = [int(d.actions[a][i]) for a in ("reactions", "comments", "shares", "saves", "follows")]
        rows.append([d.campaign.name, d.number, day, people, int(d.impressions[i]),
                     f"{d.impressions[i] / people:.6f}", money(d.spend_cents[i]), int(d.clicks[i]), int(d.link_clicks[i]),
                     *actions, int(d.leads[i]) or "", day, day])
    return rows


def spent(of: list[Delivered], network: str, period: Period, window: Period) -> int:
    first, last = (window.start - period.start).days, (window.end - period.start).days
    return int(sum(d.spend_cents[first:last].sum() for d in of if d.campaign.network == network))


def meta_window(of: list[Delivered], period: Period, window: Period) -> Row:
    views = shown(of, "meta", period, window)
    people = reached(views, "meta")
    return [NAME, people, views, f"{views / max(people, 1):.6f}", money(spent(of, "meta", period, window)), window.start,
            window.last]


def linkedin(title: str, window: Period, heading: Row, rows: Iterable[Row]) -> str:
    """Tabs below a preamble; Campaign Manager saves it as UTF-16."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\r\n")
    made = window.end + timedelta(days=2)
    writer.writerows([[title], [f"Report Start: {american(window.start)}, 12:00 AM"],
                      [f"Report End: {american(window.last)}, 11:59 PM"], [f"Date Generated: {american(made)}, 9:02 AM"],
                      [], heading])
    writer.writerows(rows)
    return out.getvalue()


def american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def linkedin_days(of: list[Delivered], period: Period, part: Period) -> list[Row]:
    return [[f"{day.month}/{day.day}/{day.year}", NAME, "EUR", "Recruitment", d.number, d.campaign.name, "Active",
             money(d.spend_cents[i]), int(d.impressions[i]), int(d.clicks[i]), int(d.link_clicks[i]),
             *(int(d.actions[a][i]) for a in ("reactions", "comments", "shares", "follows")), 0]
            for d, i, day in days_of(of, "linkedin", period, part)]


def li_window(of: list[Delivered], period: Period, window: Period) -> Row:
    views = shown(of, "linkedin", period, window)
    people = reached(views, "linkedin")
    return [NAME, "EUR", money(spent(of, "linkedin", period, window)), views, people, f"{views / max(people, 1):.2f}"]


def google(path: Path, of: list[Delivered], period: Period) -> None:
    """Search only: a network that never says how many people it reached."""
    rows: list[list[object]] = []
    total = [0, 0, 0]
    for d, i, day in days_of(of, "search", period, period):
        seen, clicks, cents = int(d.impressions[i]), int(d.link_clicks[i]), int(d.spend_cents[i])
        total = [total[0] + cents, total[1] + seen, total[2] + clicks]
        rows.append([day, d.campaign.name, d.number, "Enabled", "Search", "EUR", money(cents), seen, clicks,
                     f"{100 * clicks / seen:.2f}%", "0.00"])
    rate = f"{100 * total[2] / max(total[1], 1):.2f}%"
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Campaign report"])
    writer.writerow([f"{period.start:%-d %B %Y} - {period.last:%-d %B %Y}"])
    writer.writerows([GOOGLE, *rows])
    for name in ("Total: Campaigns", "Total: Account"):
        sums = [f"{total[0] / 100:,.2f}", f"{total[1]:,}", f"{total[2]:,}"]
        writer.writerow([name, " --", " --", " --", " --", "EUR", *sums, rate, "0.00"])
    path.write_text(out.getvalue(), encoding="utf-8")
