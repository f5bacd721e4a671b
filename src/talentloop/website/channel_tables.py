"""What names and hosts of arrival stand for: the tables behind channels.py, one line per family."""

from __future__ import annotations

import re
from collections.abc import Mapping

# kind · network · names and hosts. A name without a dot also stands for hosts whose main label it is (pinterest.nl);
# a host also stands for its sub-domains (l.facebook.com). The longest host that fits decides.
FAMILIES: tuple[tuple[str, str | None, str], ...] = (
    ("search", "google_search", "google googlesearch com.google.android.googlequicksearchbox"),
    ("search", None, "bing yahoo duckduckgo ecosia startpage qwant baidu yandex brave search.brave.com aol ask dogpile "
                     "lycos msn naver daum seznam sogou so.com 360.cn rambler onet terra virgilio globo excite.com eniro "
                     "kvasir startsiden search.ukr.net centrum.cz tut.by exalead comcast biglobe rakuten auone babylon "
                     "conduit avg incredimail search-results vinden.nl zoeken.nl ilse.nl swisscows mojeek metager kagi"),
    ("google_jobs", "google_search", "google_jobs_apply google_jobs googlejobs google-jobs google_for_jobs googleforjobs "
                                     "jobs.google.com"),
    ("social", "facebook", "facebook fb fb.me fb.com facebook.com messenger l.messenger.com com.facebook.katana"),
    ("social", "instagram", "instagram ig instagram.com threads threads.net threads.com"),
    ("social", "meta", "meta meta_ads metaads audience_network an"),
    ("social", "linkedin", "linkedin lnkd.in linkedin.com com.linkedin.android"),
    ("social", "tiktok", "tiktok tiktok.com"),
    ("social", "snapchat", "snapchat snapchat.com snap"),
    ("social", "pinterest", "pinterest pin.it"),
    ("social", "x", "twitter t.co x.com twitter.com tweetdeck hootsuite buffer.com com.twitter.android"),
    ("social", "youtube", "youtube youtu.be youtube.com yt"),
    ("social", None, "reddit bsky.app bluesky mastodon tumblr flickr quora xing vk.com vkontakte.ru ok.ru weibo wechat "
                     "line line.me discord twitch medium.com disqus meetup hyves.nl hyves.net partyflock.nl goodreads "
                     "stackoverflow stackexchange serverfault superuser slideshare.net scoop.it getpocket.com flipboard "
                     "vimeo dailymotion wistia yammer foursquare foursquare.com yelp tripadvisor trustpilot blogger "
                     "blogspot wordpress livejournal typepad weebly ning digg diigo myspace netvibes slashdot.org "
                     "news.ycombinator.com academia.edu researchgate.net deviantart groups.google.com sites.google.com "
                     "plus.google.com zalo kakao skyrock badoo douban renren fandom.com instapaper over-blog overblog "
                     "social strava nextdoor.com nextdoor.nl"),
    ("video", None, "netflix hulu disneyplus ted crackle veoh youku iqiyi tudou iq.com spotify"),
    ("chat", "whatsapp", "whatsapp whatsapp.com wa.me wa com.whatsapp"),
    ("chat", None, "telegram t.me signal skype sms messages.google.com"),
    ("jobboard", "indeed", "indeed indeed.com"),
    ("jobboard", None, "glassdoor monster monsterboard nationalevacaturebank nationale-vacaturebank nvb intermediair "
                       "werkzoeken werk.nl uwv jobbird jobrapido jooble adzuna trovit talent.com neuvoo stepstone "
                       "totaljobs careerjet jobsora jobted joblift jora simplyhired ziprecruiter careerbuilder "
                       "jobnet jobnews vacaturebank vacatures.nl werkenbij.nl vacaturekrant skillmatch jobat vdab "
                       "actiris stellenanzeigen academictransfer villamedia zorgbanen zorgselect medischcontact "
                       "onderwijsvacaturebank meesterbaan werkenbijdeoverheid.nl overheidsbanen gemeentebanen "
                       "werkenvoornederland.nl undutchables iamexpat studentjob student.nl magnet.me wellfound "
                       "angel.co builtin honeypot dice cv-library reed.co.uk jobs.nl jobsonline youngcapital.nl "
                       "recruitnow appcast joveo vonq ohmyjob jobted jobleads jobvite"),
    ("ai", None, "chatgpt.com chat.openai.com openai.com chatgpt perplexity.ai perplexity gemini.google.com "
                 "bard.google.com copilot.microsoft.com copilot claude.ai chat.mistral.ai mistral.ai deepseek.com "
                 "chat.deepseek.com meta.ai grok.com you.com phind.com poe.com"),
    ("email", None, "email e-mail e_mail newsletter nieuwsbrief jobalert job_alert job-alert jobmail mailchimp klaviyo "
                    "hubspot_email mailplus spotler tripolis copernica deployteq activecampaign sendgrid mail.google.com "
                    "mail.yahoo.com outlook.live.com outlook.office.com outlook.office365.com mail.ru "
                    "com.google.android.gm com.microsoft.office.outlook gmail outlook"),
    ("employee", None, "referral_employee employee_referral employee-referral referralprogramma aanbrengpremie "
                       "ambassadeur ambassador employee_advocacy medewerker medewerkers collega sociuu smarp ambassify"),
    ("referral", None, "accounts.google.com docs.google.com drive.google.com meet.google.com translate.google.com "
                       "classroom.google.com calendar.google.com tagassistant.google.com analytics.google.com "
                       "googletagmanager.com"),
    ("offline", None, "qr flyer poster abri print krant radio tv beurs event banenmarkt bus billboard"),
)

# Mediums that decide by themselves, whatever the source: our own convention first, then the usual ones.
MEDIUMS: Mapping[str, str] = {
    "paid_social": "paid_social", "paidsocial": "paid_social", "paid-social": "paid_social", "social_paid": "paid_social",
    "social-paid": "paid_social", "organic_social": "organic_social", "social_organic": "organic_social",
    "jobboard_paid": "jobboard_paid", "jobboard_free": "jobboard_free", "jobboard": "jobboard_free",
    "job_board": "jobboard_free", "whatsapp": "whatsapp_chat", "chat": "whatsapp_chat", "sms": "whatsapp_chat",
    "referral_employee": "employee_referral", "employee_referral": "employee_referral",
    "employee_advocacy": "employee_referral", "qr": "event_offline", "offline": "event_offline",
    "print": "event_offline", "event": "event_offline", "email": "email", "e-mail": "email", "e_mail": "email",
    "e mail": "email", "newsletter": "email", "nieuwsbrief": "email", "jobalert": "email", "job_alert": "email",
    "mobile_push": "email", "push": "email", "affiliate": "referral_site", "affiliates": "referral_site",
    "audio": "display_video", "display": "display_video", "banner": "display_video",
    "expandable": "display_video", "interstitial": "display_video", "agency": "agency", "sourcing": "recruiter_sourcing",
    "ai": "ai_assistant", "ai_assistant": "ai_assistant", "ai-assistant": "ai_assistant",
}
PAID = re.compile(r"^(?:.*cp[acmv]\b.*|ppc|retargeting|remarketing|paid.*|.*[-_ ]paid|sponsored|betaald|ads?|advert.*|"
                  r"sea|sem)$")
SOCIAL_MEDIUM = re.compile(r"^(?:social|social[-_ ]?(?:network|media)|sm|organic[-_ ]social)$")
VIDEO_MEDIUM = re.compile(r"^.*video.*$")
# What analytics tools write when they know nothing.
NOTHING = frozenset(("", "-", "(none)", "(not set)", "(direct)", "direct", "none", "<other>", "(data deleted)",
                     "(not provided)", "(organic)", "(referral)", "undefined", "null", "not set", "(cross-network)"))

# An ad's click id: network, channel. `fbclid`, `igshid` and `epik` also come from unpaid posts.
CLICKS: Mapping[str, tuple[str, str]] = {
    "gclid": ("google_search", "paid_search"), "gbraid": ("google_search", "paid_search"),
    "wbraid": ("google_search", "paid_search"), "dclid": ("google_display", "display_video"),
    "msclkid": ("other", "paid_search"), "ttclid": ("tiktok", "paid_social"), "li_fat_id": ("linkedin", "paid_social"),
    "twclid": ("x", "paid_social"), "sccid": ("snapchat", "paid_social"), "rdt_cid": ("other", "paid_social"),
    "fbclid": ("facebook", "organic_social"), "igshid": ("instagram", "organic_social"),
    "epik": ("pinterest", "organic_social"),
}

# channel by kind of family: (unpaid, paid)
BY_KIND: Mapping[str, tuple[str, str]] = {
    "search": ("organic_search", "paid_search"), "google_jobs": ("google_for_jobs", "google_for_jobs"),
    "social": ("organic_social", "paid_social"), "video": ("display_video", "display_video"),
    "chat": ("whatsapp_chat", "whatsapp_chat"), "jobboard": ("jobboard_free", "jobboard_paid"),
    "ai": ("ai_assistant", "ai_assistant"), "email": ("email", "email"),
    "employee": ("employee_referral", "employee_referral"),
    "referral": ("referral_site", "referral_site"), "offline": ("event_offline", "event_offline"),
}

# Sources as an ATS names them, Dutch and English; the first that matches decides. None = look for a network's name.
ATS_SOURCES: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(p, re.I), channel) for p, channel in (
    (r"google.{0,5}jobs", "google_for_jobs"),
    (r"whats\s?app|\bchat(?:bot)?\b", "whatsapp_chat"),
    (r"prospect|sourc(?:ed|ing|er)|linkedin recruiter|headhunt|benaderd|search campaign|talent ?pool search",
     "recruiter_sourcing"),
    (r"referr|aangedragen|medewerker|collega|employee|via via|kennis|friend", "employee_referral"),
    (r"agenc|bureau|staffing|uitzend|detacher|recruitment partner|vendor", "agency"),
    (r"\bevents?\b|fair\b|beurs|meetup|campus|conferen|open dag|inhouse|career day|banenmarkt|universit|school|"
     r"hackathon|happy hour", "event_offline"),
    (r"e-?mail|nieuwsbrief|newsletter|job ?alert|mailing", "email"),
))
ATS_PAID = re.compile(r"\bad\b|\bads\b|paid|sponsor|betaald|advert|promoted|premium|slot|posting", re.I)
ATS_OWN_SITE = re.compile(r"jobs? page|career(?:s)? ?(?:site|page)|web ?site|werken.?bij|company page|direct|internal|"
                          r"intern\b|job ?board$", re.I)
