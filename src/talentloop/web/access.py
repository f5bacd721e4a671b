"""Who may open what: every page says which right it needs, and this is the one place that decides."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from ..core.errors import NoWorkspace
from ..store.app.models import Client
from ..store.app.roles import WITHOUT_CLIENT, Right
from ..workspace import Workspace
from . import audit, failures

# Pages of others, by the module of their view: what they need, since they cannot say it themselves.
OTHERS = {"allauth.": Right.ANYONE,
          "ninja.": Right.ANYONE}  # api/door.py asks every one of these for a key


class Page(View):
    """A page without a client; `needs` is ANYONE, SELF or INSTALL."""

    needs: Right

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.needs is not Right.ANYONE and not request.user.is_authenticated:
            return self.outside(request)
        self.admit(request, kwargs)
        answer = super().dispatch(request, *args, **kwargs)
        if self.needs is not Right.ANYONE:
            answer.headers.setdefault("Cache-Control", "private, no-store")  # nothing of anyone's stays in a browser
        return answer

    def outside(self, request: HttpRequest) -> HttpResponseBase:
        """Nobody is signed in: to the login, unless something was sent or is being filled in, which that would lose."""
        if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
            return redirect_to_login(request.get_full_path())
        return failures.ended(request)

    def admit(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Lets the reader pass, or raises 403 or 404."""
        if self.needs is Right.INSTALL and not request.user.is_superuser:
            raise PermissionDenied
        if self.needs not in WITHOUT_CLIENT:
            raise RuntimeError(f"{type(self).__name__} needs a client: make it a ClientView")

    def show(self, template: str, **context: Any) -> HttpResponse:
        return render(self.request, template, context)


class ClientView(Page):
    """A page of one client. `self.client` and `self.home` (its Workspace) are there when `get` begins.

    A client that is not there and one that is not yours are the same: 404. Yours without the right: 403.
    """

    def admit(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        found = Client.objects.select_related("agency").filter(slug=kwargs.pop("client")).first()
        rights = request.user.rights(found) if found else frozenset()
        if found is None or not rights:
            raise Http404
        request.client, request.rights = found, rights
        if self.needs not in rights:
            raise PermissionDenied
        self.client = found
        self.home = request.home = opened(found)
        self.home.who = audit.who(request)


def opened(client: Client) -> Workspace:
    """The client's folder; one that has gone is told as an error with what to do."""
    try:
        return Workspace(client.folder)
    except NoWorkspace:
        raise NoWorkspace("client_folder_gone", name=client.name, where=client.folder) from None


def right_of(view: Any) -> Right | None:
    """What a registered view says it needs; None when it says nothing."""
    made_by = getattr(view, "view_class", view)
    if hasattr(made_by, "needs"):
        return Right(made_by.needs)
    return next((right for start, right in OTHERS.items() if made_by.__module__.startswith(start)), None)
