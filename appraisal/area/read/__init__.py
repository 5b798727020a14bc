"""Publishers' files, line by line: what the columns are called, which lines cannot be taken and why.

A reader takes lines and yields rows in the order of the columns of its table; it opens no file and asks no
database. What is wrong with a line is told to its caller, and the next line is read.
"""
