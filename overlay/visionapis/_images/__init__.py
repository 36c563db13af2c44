"""Images as callers pass them and as servers take them."""
