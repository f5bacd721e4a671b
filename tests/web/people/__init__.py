"""Tests of people, roles and invitations."""
