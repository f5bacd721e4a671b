"""Control series in words: what happened where the loop did nothing, and what that did to a verdict."""

from __future__ import annotations

from typing import Any

from ..core.control import ControlSeen
from ..core.findings import KpiFinding
from ..core.kpis import KPIS
from .words import Words


def control_row(w: Words, control: ControlSeen) -> tuple[str, str, str]:
    """Its name, what it did other than expected, and the figures that it helped."""
    return control.name, _surprise(w, control), _helps(w, control)


def _surprise(w: Words, control: ControlSeen) -> str:
    return w("number.none") if control.surprise is None else w.numbers.change(control.surprise)


def _helps(w: Words, control: ControlSeen) -> str:
    if control.unfit:
        return w("page.controls.unfit")
    names = [w.inside(w.short(KPIS[id])) for id in control.helps]
    return w.capital(w.listed(names, most=9)) if names else w("page.controls.nothing")


def unfit_sentence(w: Words, control: ControlSeen) -> str:
    assert control.unfit is not None
    return w(f"control.unfit.{control.unfit.value}", name=control.name)


def steering_sentence(w: Words, finding: KpiFinding) -> str:
    """`Vacaturemarkt: −8% van wat hier gebeurde, gebeurde daar ook. …`; empty where no control took part."""
    found = finding.steering
    if found is None:
        return ""
    margin = "narrower" if found.narrower < 0.995 else "wider" if found.narrower > 1.005 else "same"
    return w(f"control.steered.{margin}", names=w.listed(list(found.weights), most=4),
             carried=w.numbers.change(found.carried), less=w.numbers.percent(abs(1 - found.narrower)), loops=found.loops)


def as_json(control: ControlSeen) -> dict[str, Any]:
    return {"name": control.name, "surprise": control.surprise, "helps": list(control.helps),
            "unfit": control.unfit.value if control.unfit else None}


def steering_json(finding: KpiFinding) -> dict[str, Any] | None:
    found = finding.steering
    return None if found is None else {"weights": dict(found.weights), "carried": found.carried,
                                       "narrower": found.narrower, "loops": found.loops}
