"""The privacy officer's corner: what is kept and with whose consent, requests of people, retention, the log, the papers."""
