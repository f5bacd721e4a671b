"""talentloop tells a recruitment marketer honestly whether the work works."""
