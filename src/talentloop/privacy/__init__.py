"""Personal data: keyed pseudonyms and small cells."""
