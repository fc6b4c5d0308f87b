"""What people paste or drop, understood as parts of a draft, with a word on what was mended."""
