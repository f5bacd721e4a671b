"""Who is one person, what they did on the site, and which applications count."""

from .applications import CountedApplications
from .evidence import Evidence
from .ledger import Ledger
from .links import Completions, Links
from .match import Merges
from .page_reads import PageReads
from .touches import Touches
from .visits import Visits

# In the order in which they must run: each may read what those before it made.
DERIVATIONS = (Visits(), PageReads(), Links(), Completions(), Merges(), Touches(), CountedApplications(), Evidence(),
               Ledger())

__all__ = ["DERIVATIONS"]
