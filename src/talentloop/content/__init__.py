"""The client's content: what each page is, by which rule, and the campaigns that lead to them."""
