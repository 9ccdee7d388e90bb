"""The site as tests ask it."""

from flask import Flask

from portal.app import create_app
from portal.web.rate_limit import limiter
from portal.wiring import Services


def make_site(services: Services) -> Flask:
    """A site on which nobody has to wait; the fixture `limited` turns the limits on.

    The limiter is one for all sites of a process and hooks itself into those alone that are made
    while it is on: it is on for the making, whatever a test before has left.
    """
    limiter.enabled = True
    site = create_app(services)
    limiter.enabled = False
    site.testing = True
    return site
