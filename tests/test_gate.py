"""The gate asks once more about what failed, alone, and about nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import gate

STARVED = """
from pathlib import Path
def test_a_starved_one():
    seen = Path(__file__).with_name("seen")
    first = not seen.exists()
    seen.touch()
    assert not first
"""
BROKEN = "def test_a_fault_{}(): assert False\n"
AGAIN, PASSED = "once more, alone", "Passed alone, to be looked at: test_it.py::test_a_starved_one"


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (STARVED, 0, {AGAIN, PASSED}),
        (STARVED + BROKEN.format(1), 1, {AGAIN}),
        ("".join(map(BROKEN.format, range(gate.FEW + 1))), 1, set()),
    ],
    ids=["starved", "one starved and one broken", "many broken"],
)
def test_what_fails_is_asked_once_more(
    body: str,
    code: int,
    said: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One that fails beside others and passes alone is named; a fault does not pass, and many at once are not asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # Qt would take seconds
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    (tmp_path / "test_it.py").write_text(body, encoding="utf-8")
    assert gate.main(["-n", "0", "test_it.py"], tmp_path / "cache") == code
    told = capfd.readouterr().out
    assert {words for words in (AGAIN, PASSED) if words in told} == said
