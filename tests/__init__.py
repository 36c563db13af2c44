"""Tests of everything, over HTTP wherever there is a request."""
