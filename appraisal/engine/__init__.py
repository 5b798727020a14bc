"""The sums: pure functions from a scheme, proxies and answers to an appraisal.

Nothing in here reads a clock, a file, a database or the network, and nothing imports Django.
"""
