"""The KPIs by example: every definition as small tables of facts with the figure they must give on every engine."""
