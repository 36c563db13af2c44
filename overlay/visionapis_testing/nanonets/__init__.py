"""An emulated Nanonets server."""
