"""The beginning: the demo to look around in, a first client, and how large its target group is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app.models import UNDER_WAY, Client, Job
from ....store.app.roles import Right
from ....store.settings_change import change_settings
from ....workspace import SETTINGS
from ... import jobs, showcase
from ...access import ClientView, Page
from ...clients import add_client
from ...reader import words
from .forms import ClientForm, GroupForm, first_agency, usual_since


class Begin(Page):
    """Two ways in: look around first, or begin at once."""

    needs = Right.INSTALL

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("begin/begin.html", demo=Client.objects.filter(slug=showcase.SLUG).exists())


class DemoMade(Page):
    """The demo employer: opened when it is there, made when it is not, with its progress meanwhile."""

    needs = Right.INSTALL

    def get(self, request: HttpRequest) -> HttpResponse:
        if Client.objects.filter(slug=showcase.SLUG).exists():
            return self._go(request)
        job = Job.objects.filter(kind="demo").first()
        if job is None:
            return redirect("begin")
        done = min(int(job.said), 100) if job.said.isdigit() else 0
        return self.show("begin/progress.html" if request.htmx else "begin/demo.html", done=done,
                         failed=job.state == "failed")

    def _go(self, request: HttpRequest) -> HttpResponse:
        answer = redirect("loop", showcase.SLUG)
        if request.htmx:
            answer = HttpResponse(headers={"HX-Redirect": answer.url})
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        agency = first_agency(request.user)
        made = Client.objects.filter(slug=showcase.SLUG).exists()
        busy = Job.objects.filter(kind="demo", state__in=UNDER_WAY).exists()
        if agency and not made and not busy:
            jobs.demo(Job.objects.create(kind="demo").pk, agency.pk)
        return redirect("begin_demo")


class NewClient(Page):
    """An employer of one's own: a folder with its settings, and its place in the overview."""

    needs = Right.INSTALL

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("begin/client.html", form=ClientForm(initial={"language": request.lang}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ClientForm(request.POST)
        if not form.is_valid():
            answer = self.show("begin/client.html", form=form)
            answer.status_code = 400
            return answer
        client = add_client(request, form.cleaned_data["name"], first_agency(request.user), form.settings())
        return redirect("begin_group", client.slug)


class Group(ClientView):
    """The target group with its size: what reach is held against."""

    needs = Right.PLAN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.asked(GroupForm(initial={"since": usual_since(self.home.today).isoformat()}))

    def asked(self, form: GroupForm, status: int = 200) -> HttpResponse:
        answer = self.show("begin/group.html", form=form, groups=self.home.settings.target_groups)
        answer.status_code = status
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GroupForm(request.POST)
        if not form.is_valid():
            return self.asked(form, 400)
        group = form.told(self.home.today)
        kept = [_told(x) for x in self.home.settings.target_groups if x.name != group["name"]]
        change_settings(self.home.path / SETTINGS, {"target_group": [*kept, group]}, self.home.note)
        jobs.soon(self.client)
        messages.success(request, words(request.lang)("web.begin.group.kept"))
        return redirect("loop", self.client.slug)


def _told(group: Any) -> dict[str, Any]:
    return {"name": group.name, "low": group.low, "high": group.high, "source": group.source, "date": group.date,
            "definition": group.definition}
