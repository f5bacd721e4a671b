"""The usual wobble learned again from one's own clients, and used where client.toml names it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from talentloop.assess.priors import read_prior, write_prior
from talentloop.core.errors import BadSettings
from talentloop.stats.judge import judge
from talentloop.stats.prior import Prior, shipped
from talentloop.stats.refit import CLIENTS, refit
from talentloop.stats.series import Series
from talentloop.workspace import Workspace

from .test_cli import answer, run

MONDAY = date(2024, 1, 1)
SMALL = Prior(tuple(m for m in shipped().models if (m.family, m.days) == ("level", 60) and m.regime != "long"), {"a": 1})


def client(seed: int, wobble: float, days: int = 640) -> list[Series]:
    """Four series whose weeks wobble together by so much."""
    chance = np.random.default_rng(seed)
    weeks = np.repeat(np.exp(chance.normal(0, wobble, days // 7 + 1)), 7)[:days]
    return [Series(MONDAY, chance.poisson(mean * weeks).astype(float)) for mean in (60, 120, 250, 500)]


def clients(number: int, wobble: float = 0.1) -> dict[str, list[Series]]:
    return {f"client {i}": client(i, wobble) for i in range(number)}


def test_too_few_clients_teach_nothing() -> None:
    found = refit({**clients(CLIENTS - 1), "empty": []}, SMALL, MONDAY)
    assert found.prior is None and found.clients == CLIENTS - 1 and found.learned == ()


def test_models_are_learned_where_there_is_enough_and_kept_where_not() -> None:
    short = {name: [Series(x.start, x.values[:200]) for x in series] for name, series in clients(CLIENTS).items()}
    found = refit(short, SMALL, MONDAY)
    assert found.learned == () and set(found.kept) == {"level/short/60", "level/brief/60"}
    assert found.prior and [m.learned_from for m in found.prior.models] == [m.learned_from for m in SMALL.models]
    found = refit(clients(8), SMALL, MONDAY)
    assert "level/brief/60" in found.learned and found.prior
    assert found.prior.provenance["trained_on"] == ["8 clients"] and "client 1" not in json.dumps(found.prior.provenance)


def test_calm_clients_make_verdicts_surer_than_wild_ones() -> None:
    one = client(99, 0.1)[2]
    loop, before = (date(2025, 6, 1), date(2025, 7, 31)), (date(2025, 4, 2), date(2025, 6, 1))
    widths = []
    for wobble in (0.05, 0.6):
        prior = refit(clients(8, wobble), SMALL, MONDAY).prior
        found = judge(one, loop, before, prior=prior)
        widths.append(found.high - found.low)  # type: ignore[union-attr]
    assert widths[0] < widths[1]


def test_it_is_written_and_read_as_it_is(tmp_path: Path) -> None:
    write_prior(tmp_path / "own.json", SMALL)
    again = read_prior(tmp_path / "own.json")
    assert again.provenance == {"a": 1} and [m.regime for m in again.models] == [m.regime for m in SMALL.models]
    assert np.allclose(again.models[0].beta, SMALL.models[0].beta, rtol=1e-3)


def test_client_toml_names_it(own_demo: Workspace) -> None:
    """Every place that judges uses it, and trust says so."""
    before = own_demo.findings(3).finding("visits")
    wide = Prior(tuple(m for m in shipped().models if m.regime == "brief"), {"trained_on": ["x"]})
    write_prior(own_demo.path / "own.json", wide)
    settings = own_demo.path / "client.toml"
    settings.write_text(settings.read_text() + '\n[stats]\nprior = "own.json"\n')
    home = Workspace(own_demo.path)
    after = home.findings(3).finding("visits")
    assert before and after and before.chosen and after.chosen and before.chosen.lift != after.chosen.lift
    plans = [{r.kpi.id: r.mde80 for r in x.plan_report().rows} for x in (own_demo, home)]
    assert plans[0]["visits"] != plans[1]["visits"]
    told = answer("trust", home=home.path)["prior"]
    assert told["origin"] == "own.json" and told["trained_on"] == ["x"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"probs": [], "models": [], "provenance": {}}'])
def test_what_is_no_prior_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.json").write_text(text)
    with pytest.raises(BadSettings, match="prior_unreadable"):
        read_prior(tmp_path / "own.json")


def test_on_the_command_line(demo: Workspace, tmp_path: Path) -> None:
    told = answer("prior", "refit", demo.path, demo.path, "--out", tmp_path / "own.json")
    assert told["written"] is None and told["clients"] == 1 and told["needed"] == CLIENTS
    assert not (tmp_path / "own.json").exists()
    assert "minstens 5" in run("prior", "refit", demo.path, "--out", tmp_path / "own.json").stdout
    shutil.copy(demo.path / "client.toml", tmp_path)
    assert run("prior", "refit", tmp_path / "none", "--out", tmp_path / "own.json").returncode == 3
