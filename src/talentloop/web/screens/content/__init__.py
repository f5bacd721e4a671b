"""Content and links: what each page is, by which rule, and the campaign links that lead to them."""
