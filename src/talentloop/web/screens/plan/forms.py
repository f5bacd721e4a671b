"""What the plan asks: a change to log, a loop to draft, its targets and visits, a 0-meting, a loop to close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from ....core.decision import Decision, against_verdict
from ....core.kpi import Focus
from ....core.loop import BEFOREHAND, Change, ChangeKind, Closing
from ....core.period import Period
from ....core.verdict import Word
from ....report.words import Words


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChangeForm(forms.Form):
    """One line of the log. Whether it was planned decides what it does to the comparison."""

    day = forms.DateField(widget=Day)
    what = forms.CharField(max_length=300)
    kind = forms.ChoiceField(choices=[(k.value, k.value) for k in ChangeKind], initial=ChangeKind.SITE.value)
    planned = forms.BooleanField(required=False)

    def change(self) -> Change:
        given = self.cleaned_data
        return Change(given["day"], given.get("what", ""), ChangeKind(given["kind"]), given["planned"])


class Span(forms.Form):
    """A period by its first and last day."""

    start = forms.DateField(widget=Day)
    last = forms.DateField(widget=Day)

    def __init__(self, *args: Any, w: Words, **more: Any) -> None:
        super().__init__(*args, **more)
        self.w = w

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("start") and given.get("last") and given["last"] < given["start"]:
            self.add_error("last", self.w("web.plan.last.before"))
        return given

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["start"], self.cleaned_data["last"] + timedelta(days=1))


class DraftForm(Span):
    """The next loop: one strategy, one focus, one KPI to judge it by. `cut` is the loop that it puts an end to."""

    strategy = forms.CharField(max_length=600, widget=forms.Textarea)
    focus = forms.ChoiceField(choices=[(f.value, f.value) for f in Focus])
    primary = forms.ChoiceField(required=False)
    against = forms.ChoiceField(choices=[(a.value, a.value) for a in BEFOREHAND])
    cut = forms.BooleanField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[(k.value, k.value) for k in ChangeKind], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kpis: Iterable[tuple[str, str]], w: Words, **more: Any) -> None:
        super().__init__(*args, w=w, **more)
        self.fields["primary"].choices = [("", w("web.plan.primary.usual")), *kpis]


class BaselineForm(Span):
    """The period that shows how it was before."""


class CloseForm(forms.Form):
    """What was decided and learned. A decision that the verdict speaks against asks for a reason."""

    way = forms.ChoiceField(choices=[(d.value, d.value) for d in Decision])
    decision = forms.CharField(max_length=500, required=False)
    lesson = forms.CharField(max_length=1000, widget=forms.Textarea)
    because = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, w: Words, word: Word | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.w, self.word = w, word

    @property
    def against(self) -> bool:
        """Does what was chosen go against the verdict?"""
        chosen = str(self["way"].value() or "")
        return chosen in {d.value for d in Decision} and against_verdict(self.word, Decision(chosen))

    def clean(self) -> Mapping[str, Any]:
        given = super().clean() or {}
        if self.against and not given.get("because"):
            self.add_error("because", self.w("web.plan.because.asked", word=self.w.of("word", self.word)))
        return given

    def closing(self, today: date) -> Closing:
        given = self.cleaned_data
        because = given["because"] if self.against else ""
        return Closing(today, given["lesson"], given["decision"], because, Decision(given["way"]))
