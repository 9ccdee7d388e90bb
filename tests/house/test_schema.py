from portal import schema
from portal.wiring import wire


def test_the_migrations_make_what_the_models_say(settings):
    services = wire(settings)

    schema.upgrade(services.engine)

    assert schema.differences(services.engine) == []
    services.engine.dispose()


def test_upgrading_twice_changes_nothing(settings):
    services = wire(settings)
    schema.upgrade(services.engine)

    schema.upgrade(services.engine)

    assert schema.differences(services.engine) == []
    services.engine.dispose()
