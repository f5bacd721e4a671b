"""Countries' calendars: what a working day is, and when schools are closed."""
