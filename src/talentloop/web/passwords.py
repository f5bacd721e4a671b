"""Which passwords are too easy, and saying so in our own words."""

from __future__ import annotations

from django.contrib.auth import password_validation as django

from .entrance import said


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return said("web.password.wrong.short", n=self.min_length)

    get_help_text = get_error_message


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return said("web.password.wrong.common")

    get_help_text = get_error_message


class NotTheAddress(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return said("web.password.wrong.similar")

    get_help_text = get_error_message
