"""The data: what each source has told, files brought and checked before they count, and batches taken back."""
