"""The domain of talentloop: periods, facts, measures, KPIs, loops and verdicts, on the standard library alone."""
