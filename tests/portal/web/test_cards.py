from datetime import timedelta

import pytest
from flask import g

from datasets.models.dataset import Dataset
from portal.web.cards import freshness, license_badge, quality_badge


@pytest.fixture
def words(app):
    with app.test_request_context("/en/"):
        g.locale = "en"
        yield


@pytest.mark.usefixtures("words")
class TestFreshness:
    @pytest.mark.parametrize(
        ("frequency", "days", "tone", "text"),
        [
            ("monthly", 0, "ok", "Updated today (every month, on time)"),
            ("monthly", 10, "ok", "Updated 10 days ago (every month, on time)"),
            ("monthly", 33, "plain", "To be updated soon (every month)"),
            ("monthly", 43, "warn", "12 days later than planned"),
            ("monthly", 120, "warn", "Not updated for a long time"),
            ("irregular", 900, "plain", "Updated when needed (2 years ago)"),
            ("never", 900, "plain", "A record; it does not change"),
            ("unknown", 5, "plain", "Updated 5 days ago"),
            ("made up", 5, "plain", "Updated 5 days ago"),
        ],
    )
    def test_freshness_is_measured_against_the_promise(
        self, app, services, frequency, days, tone, text
    ):
        now = services.clock.now()
        dataset = Dataset(frequency=frequency, modified_at=now - timedelta(days=days))

        badge = freshness(dataset, now)

        assert (badge.tone, badge.text) == (tone, text)

    def test_a_dataset_without_a_file_says_so(self, services):
        badge = freshness(Dataset(frequency="monthly"), services.clock.now())

        assert badge.text == "Not updated yet"


@pytest.mark.usefixtures("words")
class TestLastingBadges:
    @pytest.mark.parametrize(("score", "tone"), [(92, "ok"), (60, "plain"), (20, "warn")])
    def test_quality_is_a_figure_with_its_tone(self, score, tone):
        badge = quality_badge(score)

        assert badge is not None
        assert (badge.text, badge.tone) == (f"Quality {score} of 100", tone)

    def test_unknown_quality_shows_nothing(self):
        assert quality_badge(None) is None

    def test_an_unknown_licence_asks_to_ask(self):
        assert license_badge("my own").text == "Ask before you use it"
