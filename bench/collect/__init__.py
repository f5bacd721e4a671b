"""The collector under load, under attack and killed: what it holds, in figures of this machine."""
