"""The emulator of Ximilar's custom image recognition."""
