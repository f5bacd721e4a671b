"""The agency home: every client in a row, and how its loop stands."""
