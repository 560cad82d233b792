"""A program of its own that looks into strangers' files. It knows nothing of the rest of the product.

The parent process loads the parsers once and forks a child for each file. The child can open no file and no socket,
has a ceiling on memory and time, and dies alone when a file is made to harm.
"""
