"""The server of the SENTINEL environment."""
