"""The page about drift: what changed, since when, whom it breaks, and the command that accepts it."""
