"""The first run: nobody has an account yet, and the one-time link makes the first one."""
