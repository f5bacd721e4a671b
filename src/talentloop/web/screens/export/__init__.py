"""What a screen shows, to take along: as CSV, as a workbook, as JSON."""
