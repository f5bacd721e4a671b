"""Content and links on screen."""
