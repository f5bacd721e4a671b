"""Taking figures along as files."""
