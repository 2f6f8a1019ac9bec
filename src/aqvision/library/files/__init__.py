"""Where a library's clips and results are kept: folders at home, or objects of a store."""
