"""The population prior: what the loops of many series taught, shipped as a handful of numbers with its provenance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from talentloop.stats.forecast import Regime
from talentloop.stats.series import Floats

Family = Literal["level", "ratio"]  # counts and amounts against ratios and means


@dataclass(frozen=True, eq=False)
class Model:
    """Coefficients for one family, one regime and one loop length.

    beta: forecast per feature; gamma, centre, spread: log variance per scale covariate; scores: quantiles of the
    standardised placebo errors at `probs`; learned_from: number of pseudo-loops; usual: the mean clipped square of
    the errors by the population alone; own: pseudo-loops the population's scale is worth; vary: how much the
    coefficients differ between series (standard deviations);
    gap: growth of the variance per loop length between the previous period and the loop; few: how much more the
    scale is where few pseudo-loops stand behind it (scale.moderated), 0 in priors that were learned without it.
    """

    family: Family
    regime: Regime
    days: int
    beta: Floats
    gamma: Floats
    centre: Floats
    spread: Floats
    probs: Floats
    scores: Floats
    usual: float
    own: float
    vary: Floats
    gap: float
    learned_from: int
    few: float = 0.0


@dataclass(frozen=True, eq=False)
class Prior:
    """A set of models and where they come from."""

    models: tuple[Model, ...]
    provenance: Mapping[str, Any]

    def nearest(self, family: Family, regime: Regime, days: int) -> Model | None:
        """The model of this family and regime whose loop length is nearest; None when there is none."""
        fitting = [m for m in self.models if m.family == family and m.regime == regime]
        return min(fitting, key=lambda m: (abs(np.log(m.days / max(days, 1))), m.days), default=None)


_ARRAYS = {f.name for f in fields(Model) if "Floats" in str(f.type)}


@lru_cache(maxsize=1)
def shipped() -> Prior:
    """The prior that comes with the product (stats/prior.json)."""
    return parse(json.loads(files(__package__).joinpath("prior.json").read_text("utf-8")))


def parse(document: Mapping[str, Any]) -> Prior:
    """A prior from its JSON document; `probs` are written once for all models."""
    probs = document["probs"]
    models = [_model({"probs": probs, **entry}) for entry in document["models"]]
    return Prior(tuple(models), document["provenance"])


def dump(prior: Prior, digits: int = 4) -> dict[str, Any]:
    """The JSON document of a prior, rounded to `digits` significant digits."""
    probs = prior.models[0].probs.tolist() if prior.models else []
    return {
        "provenance": dict(prior.provenance),
        "probs": probs,
        "models": [_entry(model, digits) for model in prior.models],
    }


def _model(entry: Mapping[str, Any]) -> Model:
    known: dict[str, Any] = {k: np.array(v, dtype=np.float64) if k in _ARRAYS else v for k, v in entry.items()}
    return Model(**known)


def _entry(model: Model, digits: int) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for field in fields(Model):
        value = getattr(model, field.name)
        if field.name == "probs":
            continue
        if field.name in _ARRAYS:
            out[field.name] = [float(f"{x:.{digits}g}") for x in value]
        else:
            out[field.name] = float(f"{value:.{digits}g}") if isinstance(value, float) else value
    return out
