"""What two revisions of the contracts, and of the clients made from them, differ in."""
