"""The web app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "talentloop.web"
    label = "web"
