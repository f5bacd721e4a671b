"""What a request to a website tells: who made it, which page it is, and how somebody came there."""
