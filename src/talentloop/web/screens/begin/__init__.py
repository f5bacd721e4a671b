"""The beginning: look around in the demo, or make a client of one's own with its target group."""
