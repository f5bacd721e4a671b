"""Tests of the settings of a client, of the installation, and of one's own sessions."""
