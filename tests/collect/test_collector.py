"""What is sent is refused with a reason or lands in the facts, once, under the rules that every source follows."""

from __future__ import annotations

from caller import Caller
from conftest import body, event

from talentloop.workspace import Workspace


def test_a_page_view_lands_in_the_facts_with_page_channel_and_theme(workspace: Workspace) -> None:
    view = event(path="/verhalen/noor?utm_source=linkedin&utm_medium=paid_social&utm_campaign=zorg", r="https://www.linkedin.com/feed")
    with Caller(workspace) as caller:
        assert (caller.post(body(view)).status, caller.service.collector.answers["ok"]) == (204, 1)
        hit, = caller.facts()
    told = {n: hit[n] for n in ("kind", "page", "page_type", "evp_theme", "channel", "network", "campaign", "device",
                                "identity", "consent", "traffic_class", "source")}
    assert told == {"kind": "page_view", "page": "/verhalen/noor", "page_type": "content", "evp_theme": "groei",
                    "channel": "paid_social", "network": "linkedin", "campaign": "zorg", "device": "desktop",
                    "identity": "daily", "consent": "limited", "traffic_class": "human", "source": "collector"}
    assert hit["visitor"] is not None
