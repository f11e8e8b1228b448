"""A function that a reader types, traced and differentiated by `snippets`, as HTML.

It runs when the site is built, for the example of its page, and then in the reader's browser, where
there is no NumPy: all it needs is the standard library and the pure parts of this repository.
"""
