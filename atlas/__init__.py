"""The kink atlas: what five frameworks return where a function has no derivative, or hides it.

`python -m atlas` measures every case and writes `results.json`, which the site shows.
"""
