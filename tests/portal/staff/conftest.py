"""People of one office only."""

from collections.abc import Callable

import pytest
from flask import Flask

from datasets.kernel.actors import SYSTEM
from datasets.models.organization import Organization
from portal.accounts import people
from portal.accounts.models import Role
from portal.wiring import Services
from tests.browser import Browser

PASSWORD = "correct horse battery"


@pytest.fixture
def colleague(app: Flask, services: Services) -> Callable[..., Browser]:
    """Sign in somebody who works for one office."""

    def sign_in(organization: str = "kikikanri", role: Role = Role.PUBLISHER) -> Browser:
        email = f"{organization}-{role}@example.jp"
        with services.begin(SYSTEM) as uow:
            known = uow.session.query(Organization).filter_by(slug=organization).one_or_none()
            if known is None:
                office = Organization(
                    slug=organization, title={"ja": organization}, created_at=uow.now
                )
                uow.session.add(office)
                uow.session.flush()
            user = people.add(uow, email=email, name=email, password=PASSWORD)
            people.give_role(uow, user, organization, role)
        browser = Browser(app.test_client())
        page = browser.get("/staff/sign-in")
        browser.submit(page, "/staff/sign-in", email=email, password=PASSWORD)
        return browser

    return sign_in
