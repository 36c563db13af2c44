"""The vendors' contracts, and matching requests against them."""
