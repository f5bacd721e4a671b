"""What stands behind the command line: parsing of arguments, answers as JSON and as text, the demo."""
