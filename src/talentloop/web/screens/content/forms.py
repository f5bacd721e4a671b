"""What content asks: a rule that says what pages are, and a campaign link to make or to look over."""

from __future__ import annotations

from django import forms

from ....content.library import HOW, rule_of
from ....core.intake import PageRule
from ....core.vocabulary import PAGE_TYPES

PERSONAS = ("starter", "switcher", "experienced", "returner", "student")  # to begin with, as ids of words
# EVP themes to begin with (semantics §8.2), as ids of words; a client's own are offered beside them.
THEMES = ("salary", "colleagues", "flexibility", "growth", "autonomy", "meaning", "security", "leadership", "place",
          "innovation")


class RuleForm(forms.Form):
    """This page, pages that start so, or pages with this in their path: their type, theme, persona or name."""

    how = forms.ChoiceField(choices=[(h, h) for h in HOW])
    path = forms.CharField(max_length=300)
    page_type = forms.ChoiceField(choices=[("", ""), *((t, t) for t in PAGE_TYPES)], required=False)
    theme = forms.CharField(max_length=80, required=False)
    persona = forms.CharField(max_length=80, required=False)
    name = forms.CharField(max_length=120, required=False)
    version = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def rule(self) -> PageRule:
        """Errors: BadInput when it says nothing of a page."""
        given = self.cleaned_data
        return rule_of(given["how"], given["path"], given["page_type"], given["theme"], given["name"],
                       given["persona"])


class LinkForm(forms.Form):
    """A link to make: where it leads and what it says of the campaign."""

    address = forms.CharField(max_length=600)
    source = forms.CharField(max_length=80)
    medium = forms.CharField(max_length=80)
    campaign = forms.CharField(max_length=120)
    content = forms.CharField(max_length=120, required=False)
