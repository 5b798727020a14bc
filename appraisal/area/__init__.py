"""The neighbourhood around an asset, worked out from published figures: pure, as the engine is."""
