"""The client.toml of the demo: who the employer is, what its pages are, and how its own tables read."""

from __future__ import annotations

from .employer import CORPORATE_HOST, HOST, NAME, PAGES, ZONE

HEAD = f"""# {NAME}: een verzonnen werkgever. Alle namen, cijfers en mensen in deze map zijn bedacht (seed {{seed}}).

[client]
name = "{NAME}"
timezone = "{ZONE}"
currency = "EUR"
language = "nl"
own_hosts = ["{HOST}", "{CORPORATE_HOST}"]
internal_addresses = ["192.0.2.0/24"]
as_of = 2026-11-05  # de dag waarop deze bestanden zijn opgehaald

[loops]
rhythm = "2 months"

# Greenhouse zegt wie begon, de personeelsadministratie ook wie weer ging: die telt.
[record]
jobs = "mapping"

[roi]
agency_fee = [0.16, 0.24]
first_year_salary = [42000, 50000]
agency_share = [0.2, 0.5]
vacancy_day_value = [80, 200]
mishire_cost = [8000, 30000]
"""

TABLES = """
[stages]
"nieuwe sollicitatie" = "none"
"brief gelezen" = "reviewed"
"uitgenodigd" = "invited"
"eerste gesprek" = "interview"
"aanbod" = "offer"

[[file]]
match = "kosten*.xlsx"
fact = "costs"
[file.columns]
day = "Datum"
line = "Omschrijving"
kind = "Kostensoort"
side = "Intern of extern"
amount_micros = "Bedrag excl. btw"
[file.constants]
currency = "EUR"
[file.words.kind]
recruiteruren = "recruiter_time"
"uren leidinggevenden" = "manager_time"
marketingbureau = "agency_marketing"
content = "content"
tooling = "tooling"
ats = "ats"
vacaturesite = "jobboard"
bureaufee = "agency_fee"
aanbrengpremie = "referral_bonus"
assessment = "assessment"
[file.words.side]
intern = "internal"
extern = "external"

[[file]]
match = "leads*.csv"
fact = "leads"
[file.columns]
day = "Datum"
person = "E-mailadres"
kind = "Soort"
channel = "Kanaal"
campaign = "Campagne"
confirmed = "Bevestigd"
[file.words.kind]
"job alert" = "job_alert"
leadformulier = "lead_ad"
"open dag" = "event"
[file.words.channel]
facebook = "paid_social"
instagram = "paid_social"
linkedin = "paid_social"
search_ads = "paid_search"
corporate = "referral_site"
employee = "employee_referral"
assistant = "ai_assistant"

[[file]]
match = "doelgroep*.csv"
fact = "target_groups"
[file.columns]
name = "Doelgroep"
day = "Peildatum"
size_low = "Minimaal"
size_high = "Maximaal"
origin = "Bron"
definition = "Wie tellen mee"

[[file]]
match = "vacatures*.csv"
fact = "vacancies"
[file.columns]
vacancy = "Vacature"
day = "Opengesteld"
filled_day = "Vervuld"
closed_day = "Gesloten zonder aanname"
days_to_fill = "Doorlooptijd (dagen)"
positions = "Aantal plekken"
job_family = "Vakgebied"

[[file]]
match = "dienstverbanden*.csv"
fact = "jobs"
[file.columns]
job = "Personeelsnummer"
application = "Sollicitatie"
day = "In dienst"
end_day = "Uit dienst"
end_reason = "Reden"
job_family = "Vakgebied"
[file.words.end_reason]
"past niet" = "fit"
"verhuizing of gezondheid" = "other"
"einde tijdelijk contract" = "planned"
"niet opgegeven" = "unknown"
"""
RULES = (("^/$", "home", ""), ("^/vacatures/?$", "job_list", ""), ("^/vacatures/[^/]+/solliciteren$", "form", ""),
         ("^/vacatures/[^/]+$", "job", ""), ("^/verhalen/", "content", ""), ("^/teams/", "team", ""),
         ("^/bedankt", "thank_you", ""))
MEANT_FOR = {"/verhalen/een-nacht-met-wijkverpleegkundige-mila": "ervaren vakmens",
             "/verhalen/van-helpende-naar-verzorgende": "zij-instromer",
             "/verhalen/zo-roosteren-wij-samen": "herintreder",
             "/verhalen/een-vast-contract-vanaf-dag-een": "starter", "/teams/revalidatie": "ervaren vakmens",
             "/teams/behandelaren": "ervaren vakmens"}


def page_rule(pattern: str, kind: str, theme: str, persona: str = "") -> str:
    lines = ["[[page]]", f"pattern = '{pattern}'"]
    if kind:
        lines.append(f'type = "{kind}"')
    if theme:
        lines.append(f'theme = "{theme}"')
    if persona:
        lines.append(f'persona = "{persona}"')
    return "\n".join(lines) + "\n"


def client_toml(seed: int = 2024) -> str:
    """The text of client.toml."""
    themed = [(f"^{path}$", "", theme, MEANT_FOR.get(path, "")) for path, _, _, theme, _ in PAGES if theme]
    pages = "\n".join(page_rule(*rule) for rule in (*RULES, *themed))
    return HEAD.replace("{seed}", str(seed)) + "\n" + pages + TABLES
