"""One's own account: where password, second step, passkeys and sessions are kept."""
