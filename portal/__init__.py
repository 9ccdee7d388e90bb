"""The site: the only package that knows the web."""

__version__ = "0.1.0"
