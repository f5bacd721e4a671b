"""The language of the reader."""
