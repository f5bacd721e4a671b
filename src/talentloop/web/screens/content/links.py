"""Campaign links: one made by the convention, one looked over, and what the campaigns of the last year show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from ....command.reading_content import noticed_said
from ....report.words import Words
from ....store.app.roles import Right
from ....website.campaigns import Seen, noticed, untold
from ....website.channels import Channels
from ....website.links import MEDIUMS, SOURCES, Remark, channel_of, made, remarks
from ... import figures
from ...access import ClientView
from ...reader import words
from .forms import LinkForm

MOST = 40  # campaigns that are offered, most visits first


class LinksPage(ClientView):
    """Everything is asked by GET: a link in the making can be kept and shared, and nothing is written."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        w, channels = words(request.lang), Channels(self.home.context)
        form = LinkForm(request.GET if "source" in request.GET else None,
                        initial={"address": f"https://{channels.own_hosts[0]}/" if channels.own_hosts else ""})
        looked = request.GET.get("link", "").strip()[:2000]
        seen = figures.campaigns_for(self.home)
        smallest = self.home.settings.smallest_cell
        found, hidden = noticed(seen, smallest)
        return self.show(
            "content/links.html", form=form, made=_made(w, form, channels), looked=looked,
            said=_looked(w, looked, channels) if looked else None, hidden=hidden, seen=bool(seen),
            untold=_untold(w, seen, smallest), rows=[(x, *noticed_said(w, x)) for x in found],
            sources=[*SOURCES, *sorted(channels.client)], mediums=MEDIUMS,
            campaigns=_offered(seen, smallest))


def _made(w: Words, form: LinkForm, channels: Channels) -> dict[str, Any] | None:
    """The link, the channel it counts for, and what is still amiss with it."""
    if not form.is_bound or not form.is_valid():
        return None
    given = form.cleaned_data
    personal = [Remark("personal", part) for part in given if part != "address" and "@" in given[part]]
    link = "" if personal else made(given["address"], given)
    return {"link": link, **_looked(w, link, channels)} if link else {"link": "", "remarks": [_sentence(w, personal[0])]}


def _looked(w: Words, link: str, channels: Channels) -> dict[str, Any]:
    return {"channel": w.of("channel", channel_of(link, channels)),
            "remarks": [_sentence(w, x) for x in remarks(link, channels)]}


def _sentence(w: Words, remark: Remark) -> str:
    part = f"utm_{remark.part}" if remark.part else ""
    return w(f"links.remark.{remark.code}", part=part, found=remark.found, better=remark.better)


def _untold(w: Words, seen: tuple[Seen, ...], smallest: int) -> str:
    """Of how many visits the link's source and medium are unknown, where that is worth a sentence."""
    through, unknown = untold(seen)
    if not unknown:
        return ""
    return w("links.untold", n=unknown, of=through) if unknown >= smallest else w("links.untold.few")


def _offered(seen: tuple[Seen, ...], smallest: int) -> list[str]:
    """Campaigns that enough visits came through, the most visits first."""
    visits: dict[str, int] = {}
    for one in seen:
        if one.campaign:
            visits[one.campaign] = visits.get(one.campaign, 0) + one.visits
    return [name for name, n in sorted(visits.items(), key=lambda x: (-x[1], x[0])) if n >= smallest][:MOST]
