"""The invented employer of the demo: Zorggroep Merelhof, its careers site, its vacancies and its campaigns."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "Zorggroep Merelhof"
SHORT = "merelhof"
HOST = "www.werkenbijmerelhof.example"  # .example can never be anybody's
CORPORATE_HOST = "www.merelhof.example"
ZONE = "Europe/Amsterdam"

# What the careers site has besides vacancies: path, title, kind of page, theme of the employer promise, pull.
PAGES = (
    ("/", "Werken bij Zorggroep Merelhof", "home", "", 1.0),
    ("/vacatures", "Alle vacatures | Werken bij Merelhof", "job_list", "", 1.0),
    ("/bedankt", "Bedankt voor je sollicitatie | Werken bij Merelhof", "thank_you", "", 1.0),
    ("/verhalen/een-nacht-met-wijkverpleegkundige-mila", "Een nacht met wijkverpleegkundige Mila", "content",
     "zingeving & impact", 1.5),
    ("/verhalen/zo-roosteren-wij-samen", "Zo roosteren wij samen", "content", "werk-privé & flexibiliteit", 1.3),
    ("/verhalen/van-helpende-naar-verzorgende", "Van helpende naar verzorgende in twee jaar", "content",
     "ontwikkeling & carrière", 1.0),
    ("/verhalen/wat-verdien-je-bij-merelhof", "Wat verdien je bij Merelhof?", "content", "salaris & voorwaarden", 1.4),
    ("/verhalen/lachen-op-de-late-dienst", "Lachen op de late dienst", "content", "werksfeer & collega's", 1.1),
    ("/verhalen/slimme-sensoren-in-de-nacht", "Slimme sensoren in de nacht", "content", "innovatie & techniek", 0.6),
    ("/verhalen/een-vast-contract-vanaf-dag-een", "Een vast contract vanaf dag één", "content",
     "zekerheid & stabiliteit", 0.8),
    ("/teams/wijkteam-noord", "Wijkteam Noord", "team", "werksfeer & collega's", 1.2),
    ("/teams/revalidatie", "Team Revalidatie", "team", "inhoud & autonomie", 0.9),
    ("/teams/behandelaren", "Onze behandelaren", "team", "inhoud & autonomie", 0.7),
    ("/teams/techniek-en-ict", "Team Techniek en ICT", "team", "innovatie & techniek", 0.5),
)
PAGE_TYPES = ("home", "content", "team", "job_list", "job", "form", "thank_you")

# Title of the work, field of work, how much of the vacancies and how wanted it is by applicants.
WORK = (
    ("Verpleegkundige wijkteam", "verpleging", 0.16, 0.8),
    ("Verpleegkundige revalidatie", "verpleging", 0.10, 0.8),
    ("Verzorgende IG", "verzorging", 0.20, 0.9),
    ("Helpende plus", "verzorging", 0.10, 1.3),
    ("Begeleider dagbesteding", "begeleiding", 0.10, 1.5),
    ("Persoonlijk begeleider", "begeleiding", 0.08, 1.2),
    ("Fysiotherapeut", "behandeling", 0.05, 0.9),
    ("GZ-psycholoog", "behandeling", 0.03, 0.5),
    ("Kok restaurant", "facilitair", 0.06, 1.2),
    ("Medewerker huishouding", "facilitair", 0.06, 1.4),
    ("Monteur gebouwbeheer", "techniek en ict", 0.03, 0.6),
    ("Medewerker servicedesk", "kantoor", 0.03, 1.8),
)
PLACES = ("Rietdam", "Ooverveld", "Lage Wolde", "Nieuw-Hazel", "Kreekburg", "Zandlo")  # invented places


@dataclass(frozen=True)
class Channel:
    """How visits of one channel arrive and behave. Shares are of all ordinary visits; times are of visits that stay.

    `returning` is the share that were here before; `bounce` leaves within ten seconds; `seconds` is the median of the
    rest, `pages` their mean; `starts` the share of new visitors who start an application, before any loop.
    `landing` weighs home, content, team, list of vacancies, vacancy.
    """

    name: str
    source: str
    medium: str
    referrer: str
    share: float
    returning: float
    bounce: float
    seconds: float
    pages: float
    starts: float
    landing: tuple[float, float, float, float, float]
    campaigns: tuple[str, ...] = ()


CHANNELS = (
    Channel("direct", "", "", "", 0.205, 0.69, 0.20, 74, 3.6, 0.045,
            (0.55, 0.08, 0.05, 0.22, 0.10)),
    Channel("organic_search", "google", "organic", "https://www.google.com/", 0.225, 0.48, 0.19, 81, 3.9, 0.05,
            (0.30, 0.16, 0.06, 0.23, 0.25)),
    Channel("google_for_jobs", "google_jobs_apply", "organic", "https://www.google.com/", 0.085, 0.32, 0.20, 67, 2.7,
            0.075, (0, 0, 0, 0, 1.0)),
    Channel("jobboard_paid", "indeed", "jobboard_paid", "https://nl.indeed.com/", 0.095, 0.32, 0.23, 60, 2.6, 0.071,
            (0, 0, 0, 0.05, 0.95), (f"{SHORT}_doorlopend_traffic_indeed",)),
    Channel("jobboard_free", "werkzoeken", "jobboard_free", "https://www.werkzoeken.nl/", 0.05, 0.3, 0.25, 56, 2.5, 0.06,
            (0, 0, 0, 0.1, 0.9)),
    Channel("email", "jobalert", "email", "", 0.075, 0.9, 0.14, 85, 3.3, 0.062,
            (0.02, 0.18, 0, 0.15, 0.65), (f"{SHORT}_doorlopend_traffic_jobalert",)),
    Channel("facebook", "facebook", "paid_social", "https://l.facebook.com/", 0.065, 0.22, 0.34, 29, 2.0, 0.017,
            (0.08, 0.55, 0.12, 0.05, 0.20)),
    Channel("instagram", "instagram", "paid_social", "https://l.instagram.com/", 0.05, 0.22, 0.36, 27, 1.9, 0.014,
            (0.08, 0.60, 0.14, 0.04, 0.14)),
    Channel("linkedin", "linkedin", "paid_social", "https://www.linkedin.com/", 0.03, 0.24, 0.30, 38, 2.3, 0.021,
            (0.10, 0.45, 0.15, 0.05, 0.25)),
    Channel("organic_social", "linkedin", "organic_social", "https://www.linkedin.com/", 0.045, 0.51, 0.24, 59, 2.9,
            0.029, (0.12, 0.50, 0.18, 0.05, 0.15)),
    Channel("search_ads", "google", "cpc", "https://www.google.com/", 0.04, 0.35, 0.22, 65, 3.3, 0.062,
            (0.30, 0.05, 0.02, 0.33, 0.30), (f"{SHORT}_search_merk", f"{SHORT}_search_vacatures")),
    Channel("corporate", "", "", f"https://{CORPORATE_HOST}/", 0.025, 0.45, 0.20, 70, 3.5, 0.045,
            (0.60, 0.05, 0.05, 0.25, 0.05)),
    Channel("employee", "medewerker", "referral_employee", "", 0.008, 0.26, 0.12, 84, 3.4, 0.11,
            (0.10, 0.15, 0.15, 0.10, 0.50)),
    Channel("assistant", "", "", "https://chatgpt.com/", 0.002, 0.26, 0.15, 79, 3.2, 0.06,
            (0.2, 0.3, 0.1, 0.1, 0.3)),
)
RETURNING = {"bounce": 0.72, "seconds": 1.32, "pages": 1.18, "starts": 1.55}  # times what new visitors do


@dataclass(frozen=True)
class Campaign:
    """One campaign of a network; months are (year, month) of the first and last it ran; `ctr` in link clicks."""

    network: str
    name: str
    ctr: float
    cpm: float
    first: tuple[int, int]
    last: tuple[int, int]
    weight: float
    extra: float = 0.0  # visits a day on top of the ordinary ones, at scale 1


ALWAYS = ((2025, 5), (2026, 10))
CAMPAIGNS = (
    Campaign("meta", f"{SHORT}_doorlopend_traffic_vacatures", 0.0112, 7.4, *ALWAYS, weight=1.0),
    Campaign("meta", f"{SHORT}_doorlopend_bereik_verhalen", 0.0058, 6.6, *ALWAYS, weight=0.8),
    Campaign("meta", f"{SHORT}_loop1_verkeer_lees-verder", 0.0118, 7.6, (2026, 1), (2026, 2), weight=0.9),
    Campaign("meta", f"{SHORT}_loop2_bereik_dag-in-de-wijk", 0.0074, 6.1, (2026, 3), (2026, 4), weight=0, extra=33.0),
    Campaign("meta", f"{SHORT}_loop2_bereik_maak-kennis", 0.0068, 5.9, (2026, 3), (2026, 4), weight=0, extra=21.0),
    Campaign("meta", f"{SHORT}_loop4_conversie_solliciteer-in-2-minuten", 0.0105, 7.0, (2026, 7), (2026, 8), weight=0.9),
    Campaign("meta", f"{SHORT}_loop5_verkeer_najaar", 0.0108, 7.3, (2026, 9), (2026, 10), weight=0.9),
    Campaign("linkedin", f"{SHORT}_doorlopend_traffic_specialisten", 0.0050, 31.0, *ALWAYS, weight=1.0),
    Campaign("linkedin", f"{SHORT}_loop2_bereik_behandelaren", 0.0046, 33.0, (2026, 3), (2026, 4), weight=0, extra=4.0),
    Campaign("search", f"{SHORT}_search_merk", 0.085, 102.0, *ALWAYS, weight=1.0),
    Campaign("search", f"{SHORT}_search_vacatures", 0.052, 104.0, *ALWAYS, weight=1.4),
)
SHARE_OF_META = (("facebook", 0.56), ("instagram", 0.44))

FIRST_NAMES = ("Mila", "Daan", "Noor", "Sem", "Yara", "Bram", "Lotte", "Ilias", "Fenna", "Jesse", "Saar", "Milan",
               "Amira", "Thijs", "Roos", "Levi", "Nora", "Finn", "Zoë", "Ruben")
LAST_NAMES = ("Voorbeeld", "Proefman", "van der Demo", "Verzonnen", "Fictief", "de Testbeek", "Schijnman", "Zogenaamd",
              "van Nergens", "Niemandsdal", "Bedacht", "Onbestaand")
