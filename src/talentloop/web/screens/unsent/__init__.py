"""What was typed and not sent: shown by the tab that kept it, and sent again."""
