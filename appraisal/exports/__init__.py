"""Files of ours for the world to read."""
