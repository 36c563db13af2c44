"""The demo of Roboflow."""
