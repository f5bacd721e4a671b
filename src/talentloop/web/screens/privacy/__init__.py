"""The privacy officer's corner: what is kept, requests of people, retention, the log and the papers."""
