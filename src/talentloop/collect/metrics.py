"""The collector's figures in the form that Prometheus reads: counted as plain numbers, put in form when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from .refusal import REASONS
from .site import Site


class Figures:
    """What a scrape reads."""

    def __init__(self, answers: Mapping[str, int], sites: Mapping[str, Site]) -> None:
        self.answers, self.sites = answers, sites

    def collect(self) -> Iterator[Metric]:
        answers = CounterMetricFamily("talentloop_requests", "requests by what was answered", labels=["answer"])
        for reason in ("ok", *REASONS, "not_noted"):
            answers.add_metric([reason], self.answers.get(reason, 0))
        yield answers
        waiting = GaugeMetricFamily("talentloop_waiting", "records in the spool that the facts do not have yet",
                                    labels=["client"])
        group = GaugeMetricFamily("talentloop_unwritten", "requests that wait for the disk", labels=["client"])
        seen = GaugeMetricFamily("talentloop_last_event_seconds", "when the last event came, since 1970",
                                 labels=["client"])
        for name, site in self.sites.items():
            waiting.add_metric([name], site.spool.held)
            group.add_metric([name], len(site.commits.waiting) + site.commits.writing)
            seen.add_metric([name], site.seen_at)
        yield from (waiting, group, seen)


def exposition(answers: Mapping[str, int], sites: Mapping[str, Site]) -> bytes:
    registry = CollectorRegistry()
    registry.register(Figures(answers, sites))
    return generate_latest(registry)
