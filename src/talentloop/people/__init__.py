"""Who is one person, what they did on the site, and which applications count."""
