"""Put the site together."""

from pathlib import Path

from flask import Flask

import templates
from portal import api, pages, staff
from portal.web import (
    appearance,
    assets,
    caching,
    charts,
    errors,
    jinja,
    language,
    page_memory,
    rate_limit,
    security,
    signin,
)
from portal.wiring import Services

TEMPLATES = Path(templates.__file__).parent


def create_app(services: Services) -> Flask:
    """The site of one process, as a WSGI application."""
    settings = services.settings
    app = Flask("portal", template_folder=str(TEMPLATES), static_folder=None)
    app.secret_key = settings.secret_key
    app.extensions["services"] = services
    app.extensions["charts"] = charts.ChartRenderer(settings.home.absolute() / "charts")
    security.install(
        app,
        secure_cookies=settings.base_url.startswith("https://"),
        max_upload_bytes=settings.max_upload_bytes,
    )
    caching.install(app)
    page_memory.install(app)
    errors.install(app)
    language.install(app, settings.default_locale)
    jinja.install(app, settings)
    signin.install(app)
    rate_limit.limiter.init_app(app)
    app.register_blueprint(assets.bp)
    app.register_blueprint(appearance.bp)
    for bp in (*pages.blueprints(), *staff.blueprints(), *api.blueprints()):
        app.register_blueprint(bp)
    return app
