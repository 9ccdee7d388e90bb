"""An address, once served, is served or redirected for ever."""

from tests.house.source import ROOT

KEPT = ROOT / "tests/house/routes.txt"


def test_the_addresses_are_those_that_were_promised(app):
    served = sorted(
        f"{' '.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in app.url_map.iter_rules()
    )

    promised = KEPT.read_text(encoding="utf-8").split("\n")[:-1]

    assert served == promised
