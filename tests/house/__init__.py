"""The checks that keep the house as ARCHITECTURE.md draws it: each takes a tree and returns what is wrong in it."""
