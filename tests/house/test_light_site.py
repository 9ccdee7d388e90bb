import subprocess
import sys

HEAVY = ("pandas", "frictionless", "openpyxl", "xlrd", "vl_convert")


def test_the_site_starts_without_what_only_jobs_need(tmp_path):
    program = (
        "import sys, json; from pathlib import Path; from portal.settings import Settings; "
        "from portal.wiring import wire; from portal.app import create_app; "
        f"app = create_app(wire(Settings(home=Path({str(tmp_path)!r}), secret_key='x' * 32))); "
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )

    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"
