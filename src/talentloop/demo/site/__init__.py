"""The careers site of the demo's employer as real pages: vacancies, a form in a frame, a story that grows."""

from __future__ import annotations

from importlib.resources import files

# Address → page. The ATS's own pages stand on another origin.
PAGES = {
    "/": "index.html", "/vacatures": "vacatures.html", "/vacature/verpleegkundige": "vacature.html",
    "/solliciteren/101": "solliciteren.html", "/solliciteren/102": "direct.html", "/bedankt": "bedankt.html",
    "/jobalert": "jobalert.html", "/kort": "kort.html", "/verhaal/fatima": "verhaal.html", "/onze-mensen": "lang.html",
    "/app": "app.html", "/app/verpleging": "app.html", "/app/keuken": "app.html", "/hekje": "hekje.html",
    "/page.css": "page.css",
}
ATS_PAGES = {"/form": "ats-form.html", "/page.css": "page.css"}
STUB = "<script>tl=function(){tl.q.push(arguments)};tl.q=[]</script>"


def snippet(key: str, attributes: str = "", name: str = "tl.js", extra: str = "") -> str:
    """The lines that a site puts in its head."""
    return f'{STUB}{extra}<script async src="/{name}" data-key="{key}" {attributes}></script>'


def page(address: str, pages: dict[str, str] = PAGES, **filled: str) -> str | None:
    """The page at an address with its places filled in (snippet, frame, ats); None when there is none."""
    if address not in pages:
        return None
    text = (files(__package__) / "pages" / pages[address]).read_text(encoding="utf-8")
    for place, what in filled.items():
        text = text.replace("{{" + place.replace("_", "-") + "}}", what)
    return text
