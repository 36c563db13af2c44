"""The demo of Ximilar."""
