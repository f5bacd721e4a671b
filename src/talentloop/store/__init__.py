"""What the client decided and wrote down: settings, plan and frozen 0-metingen, as files in the workspace."""
