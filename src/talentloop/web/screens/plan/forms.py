"""What the plan asks: a change to log, a loop to start, a loop to close."""

from __future__ import annotations

from datetime import date

from django import forms

from ....core.kpi import Focus
from ....core.loop import Against, Change, ChangeKind, Closing


class Day(forms.DateInput):
    input_type = "date"


class ChangeForm(forms.Form):
    """One line of the log. Whether it was planned decides what it does to the comparison."""

    day = forms.DateField(widget=Day)
    what = forms.CharField(max_length=300)
    kind = forms.ChoiceField(choices=[(k.value, k.value) for k in ChangeKind])
    planned = forms.BooleanField(required=False)

    def change(self) -> Change:
        given = self.cleaned_data
        return Change(given["day"], given["what"], ChangeKind(given["kind"]), given["planned"])


class StartForm(forms.Form):
    """The next loop: one strategy, one focus; the period follows from the rhythm."""

    strategy = forms.CharField(max_length=300)
    focus = forms.ChoiceField(choices=[(f.value, f.value) for f in Focus])
    start = forms.DateField(widget=Day)
    against = forms.ChoiceField(choices=[(a.value, a.value) for a in Against])


class CloseForm(forms.Form):
    """What was decided and learned; deciding against the verdict asks for a reason."""

    decision = forms.CharField(max_length=500, required=False)
    lesson = forms.CharField(max_length=1000)
    against_verdict = forms.BooleanField(required=False)
    because = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("against_verdict") and not given.get("because"):
            self.add_error("because", "required")
        return given

    def closing(self, today: date) -> Closing:
        given = self.cleaned_data
        because = given["because"] if given["against_verdict"] else ""
        return Closing(today, given["lesson"], given["decision"], because)
