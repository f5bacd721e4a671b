"""The settings of a client: people, how it is measured, house style, keys, the tracker, and how far to trust it."""
