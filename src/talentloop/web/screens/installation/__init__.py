"""The installation's own settings, for whoever runs it: agencies, clients, and its own log."""
