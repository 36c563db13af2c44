"""Tests of the contract checker for the HTTP traffic of a user's tests."""
