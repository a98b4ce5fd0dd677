"""What probes share, and what training shows them."""
