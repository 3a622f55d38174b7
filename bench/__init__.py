"""Measurements of what ascare promises about speed, each a ratio of two things measured in turns in one run.

A ratio travels from machine to machine as an absolute time doesn't. docs/benchmarks.md says what each means.
"""
