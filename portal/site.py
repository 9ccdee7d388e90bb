"""The site as a WSGI server finds it: `portal.site:application`."""

from portal import logs
from portal.app import create_app
from portal.settings import read_settings
from portal.wiring import wire

settings = read_settings()
logs.configure(settings.log_format)
application = create_app(wire(settings))
