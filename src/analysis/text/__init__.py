"""Documents: decoded, numbered, cut into zones, provisions and sentences."""
