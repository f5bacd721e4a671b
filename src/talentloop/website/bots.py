"""Who made a request, by what the browser says of itself: people, machines that say so, and what looks like a machine."""

from __future__ import annotations

import re
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

# Our own open list: words that machines put in their user agent. Broad words first, then names that lack them.
BOT_WORDS = (
    r"(?<!cu)bot\b|bots\b|(?<!cu)bot[/_\-]|crawl|spider|slurp|scrape|fetch(?:er)?\b|archiver|indexer|index\b|preview|monitor|uptime|"
    r"check(?:er)?\b|validator|scan(?:ner)?\b|headless|phantom|puppeteer|playwright|selenium|lighthouse|pagespeed|"
    r"feed|rss|reader\b|aggregat|http-?client|httpclient|libwww|libcurl|\bcurl\b|wget|python|urllib|aiohttp|httpx|okhttp|"
    r"go-http|java/|\bjava\b|ruby|\bperl\b|php/|guzzle|node-fetch|axios|postman|insomnia|scrapy|winhttp|apachebench|jmeter|"
    r"facebookexternalhit|facebookcatalog|meta-externalagent|whatsapp/|slackbot|slack-img|telegrambot|skypeuri|"
    r"embedly|pinterest/0|bingpreview|adsbot|mediapartners|apis-google|google-|googleother|storebot|duckduckgo-favicons|"
    r"exabot|ezooms|mj12|ahrefs|semrush|petalbot|nutch|heritrix|ia_archiver|wordpress/|"
    r"proofpoint|mimecast|barracuda|safelinks|urlscan|zgrab|masscan|nmap|nikto|sqlmap|nagios|pingdom|statuscake|"
    r"newrelic|datadog|zabbix|kube-probe|elb-health|healthcheck|haproxy|jobrapido|jooble|adzuna|jobijoba"
)
BOTS = re.compile(BOT_WORDS, re.I)
# The open list of crawlers that others keep, a pattern each; joined in one, so that an agent is looked at once.
LISTED = re.compile("|".join(f"(?:{one['pattern']})" for one in CRAWLER_USER_AGENTS_DATA))
LONGEST = 1000  # characters of a user agent that are looked at
# Real browsers all begin like this; anything else is a program ("non-browser agent" in the MRC's terms).
BROWSERS = re.compile(r"^(?:Mozilla/\d|Opera/\d)", re.I)
PLATFORM = re.compile(r"\(.{3,}")  # a browser names its system in brackets
MOBILE = re.compile(r"Mobi|iPhone|iPod|Windows Phone|BlackBerry|Opera Mini", re.I)
TABLET = re.compile(r"iPad|Tablet|Kindle|Silk/|PlayBook|Android(?!.*Mobi)", re.I)
DESKTOP = re.compile(r"Windows|Macintosh|X11|Linux|CrOS", re.I)


@lru_cache(50_000)
def traffic_class(user_agent: str) -> str:
    """`human`, `bot_known` (says so, or is no browser) or `bot_suspect` (hides what it is)."""
    if user_agent in ("", "-"):
        return "bot_suspect"
    user_agent = user_agent[:LONGEST]
    if BOTS.search(user_agent) or not BROWSERS.match(user_agent) or LISTED.search(user_agent):
        return "bot_known"
    return "human" if PLATFORM.search(user_agent) else "bot_suspect"


@lru_cache(50_000)
def device(user_agent: str) -> str:
    """Kind of device by user agent: desktop, mobile, tablet or other."""
    if TABLET.search(user_agent):
        return "tablet"
    if MOBILE.search(user_agent):
        return "mobile"
    return "desktop" if DESKTOP.search(user_agent) else "other"
