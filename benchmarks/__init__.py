"""What the claims of speed and memory rest on: ratios against a named reference in the same run."""
