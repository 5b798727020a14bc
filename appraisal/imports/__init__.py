"""Files of the world coming in."""
