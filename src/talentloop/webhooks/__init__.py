"""What servers and webhooks deliver: checked, reduced to allowed columns and keyed hashes, and only then spooled."""

from .route import ROUTES

__all__ = ["ROUTES"]
