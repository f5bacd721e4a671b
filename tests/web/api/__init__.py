"""What programs may read, and with which key."""
