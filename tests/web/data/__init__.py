"""What the data screen does, in tests."""
