"""What was typed and not sent, after its session had ended: shown by the tab that kept it, and sent again."""
