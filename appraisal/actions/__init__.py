"""Every write: keyword-only, one transaction, its audit row in the same transaction."""
