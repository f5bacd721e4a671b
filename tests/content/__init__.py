"""Pages with their rules, campaign links, and the campaigns that were seen."""
