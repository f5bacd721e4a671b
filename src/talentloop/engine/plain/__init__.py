"""Plain-Python computation of every primitive measure: which rows it uses, and what they come to."""
