"""Signing up, in and out, by email."""
