"""Other ways to value, to set beside the score: pure sums. Nothing here changes a point (method §5)."""
