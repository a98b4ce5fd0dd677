"""Statistics: arrays in, frozen results out; no plotting, no printing, no files."""
