"""Shortlist's domain: everything the product knows and does, without a user interface."""
