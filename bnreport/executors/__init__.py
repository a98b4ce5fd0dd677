"""Who trains: jobs in, events out, results in the store."""
