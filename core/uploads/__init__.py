"""Files that people send: how large they may be, what they are, what they are called, whether they are clean.

Nothing here trusts what a browser says of a file: only its bytes count.
"""
