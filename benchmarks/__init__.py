"""Benchmarks: the figures that the product promises, measured on the machine at hand."""
