"""Addresses of content and links."""

from django.urls import path

from .files import ContentFile, LinksFile
from .links import LinksPage
from .views import ContentPage, RuleAdded, RuleBack, RuleCounted, RuleMoved, RuleRemoved

client_pages = [
    path("content/", ContentPage.as_view(), name="content"),
    path("content/export.<str:form>", ContentFile.as_view(), name="content_file"),
    path("content/count/", RuleCounted.as_view(), name="content_count"),
    path("content/add/", RuleAdded.as_view(), name="content_add"),
    path("content/remove/", RuleRemoved.as_view(), name="content_remove"),
    path("content/move/", RuleMoved.as_view(), name="content_move"),
    path("content/back/", RuleBack.as_view(), name="content_back"),
    path("content/links/", LinksPage.as_view(), name="content_links"),
    path("content/links/export.<str:form>", LinksFile.as_view(), name="links_file"),
]
