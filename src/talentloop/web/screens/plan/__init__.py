"""The plan: what a loop wants and can prove, the log of changes, a loop's start and closing, and earlier loops."""
