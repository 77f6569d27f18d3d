"""A run that ended badly: what it leaves, what is said of it, and what is never said."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import crash
from console.crash import BadEnd, report, scrub, watching
from tests.waiting import A_PROGRAM_S

ROOT = Path(__file__).resolve().parents[2]

SECRETS = [
    ("买家 13812345678 打来", "13812345678"),
    ("tel +86 138-1234-5678", "1234-5678"),
    ("座机 0377-66001234", "66001234"),
    ("身份证 41132219900101123X", "41132219900101123X"),
    ("mail zhen.li@example.com.cn now", "zhen.li"),
    ('{"access_token": "abc", "n": 1}', "abc"),
    ('{"buyer": "阿珍", "quantity": 2}', "阿珍"),
    ("app_secret=hunter2&x=1", "hunter2"),
    ("GET https://host.example/open/item?access_token=t0k3n&sign=zz", "t0k3n"),
    ("rtsp://admin:pa55@192.168.1.9/live", "pa55"),
    ("key 9fK2mQ7xL0pR4tV8yB3nC6dE1gH5", "9fK2mQ7xL0pR4tV8"),
    ("寄到河南省南阳市镇平县石佛寺镇玉雕路88号3单元", "玉雕路88号"),
    ("上海市浦东新区世纪大道100号", "世纪大道100号"),
    ("/home/zhenli/.local/share/Kaibo/kaibo.db", "zhenli"),
    (r"C:\Users\ZhenLi\AppData\Kaibo", "ZhenLi"),
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_nobody_s_business_is_covered(text: str, secret: str) -> None:
    """Phones, addresses, mail, identity numbers, tokens, passwords, buyers and names of users do not come through."""
    assert secret not in scrub(text)
    assert "***" in scrub(text) or "~" in scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        'File "console/app.py", line 120, in open_console',
        "sqlite3.OperationalError: database is locked",
        '{"event": "outbox not drained in time", "waiting": 37, "level": "warning"}',
        "2026-11-23T01:30:00.123456Z",
        "item 01a2060a-fc67-77ce-a7f3-01eae839d8c2 at 1795397713006",
        "豆绿手镯 599 x3 已上架",
    ],
)
def test_what_helps_to_find_the_fault_stays(text: str) -> None:
    """Places in the program, times, our own ids and plain sentences are left as they are."""
    assert scrub(text) == text


@given(st.text(max_size=300), st.sampled_from([text for text, _ in SECRETS]), st.text(max_size=300))
def test_scrubbing_twice_changes_nothing_more(before: str, secret: str, after: str) -> None:
    """Whatever stands around it, a scrubbed text is scrubbed."""
    once = scrub(f"{before} {secret} {after}")
    assert scrub(once) == once


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["：", " ", "(", "手机", "=", ","]))
def test_no_mobile_number_comes_through(number: str, mark: str) -> None:
    """Of all the numbers there are, after whatever sign."""
    assert number not in scrub(f"buyer{mark}{number} end")


# --- a run -----------------------------------------------------------------------------------


def test_a_run_that_ends_in_order_leaves_nothing(tmp_path: Path) -> None:
    """Its mark is there while it runs and gone afterwards; the next one finds nothing."""
    with watching(tmp_path) as former:
        assert former is None
        assert (tmp_path / "logs" / crash.MARK).exists()
    assert list((tmp_path / "logs").iterdir()) == []
    with watching(tmp_path) as former:
        assert former is None


def test_a_run_that_breaks_off_is_known_to_the_next(tmp_path: Path) -> None:
    """An exception out of it leaves the mark; it is told once."""
    with pytest.raises(ZeroDivisionError), watching(tmp_path):
        raise ZeroDivisionError
    (tmp_path / "logs" / "kaibo.log").write_text("\n".join(f"line {n}" for n in range(500)), encoding="utf-8")
    with watching(tmp_path) as former:
        assert former is not None
        assert former.started_at.startswith("20")
        assert former.log_tail.splitlines()[0] == f"line {500 - crash.LOG_LINES}"
    with watching(tmp_path) as former:
        assert former is None


@pytest.mark.expects_log
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_nobody_catches_is_written_down(tmp_path: Path) -> None:
    """Of another thread, of a finaliser, and of the main one; the hooks of before are back afterwards."""
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def fall() -> None:
        raise LookupError("in a thread")

    class Falls:
        def __del__(self) -> None:
            raise LookupError("in a finaliser")

    with watching(tmp_path):
        thread = threading.Thread(target=fall, name="camera")
        thread.start()
        thread.join()
        fallen = Falls()
        del fallen
        gc.collect()
        written = (tmp_path / "logs" / crash.UNCAUGHT).read_text(encoding="utf-8")
    assert "camera" in written
    assert "LookupError: in a thread" in written
    assert "LookupError: in a finaliser" in written
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


def test_a_mark_that_cannot_be_read_is_a_bad_end_all_the_same(tmp_path: Path) -> None:
    """Half a file, or another thing in its place, costs the time of the start and nothing more."""
    (tmp_path / "logs").mkdir()
    for broken in ("", "{", "[]", '{"started_at": 5'):
        (tmp_path / "logs" / crash.MARK).write_text(broken, encoding="utf-8")
        with watching(tmp_path) as former:
            assert former is not None
            assert former.started_at == ""


def run(tmp_path: Path, last: str) -> subprocess.CompletedProcess[str]:
    """A process that watches a folder and then does `last`."""
    head = "from pathlib import Path\nfrom console.crash import watching\n"
    code = f"{head}with watching(Path({str(tmp_path)!r})):\n  {last}"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=A_PROGRAM_S, check=False
    )


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_falls_says_where_and_one_that_is_killed_says_nothing(tmp_path: Path) -> None:
    """A fault in native code leaves the stacks of all threads; a kill leaves only that it did not end in order."""
    assert run(tmp_path, "import faulthandler; faulthandler._sigsegv()").returncode == -signal.SIGSEGV
    with pytest.raises(RuntimeError), watching(tmp_path) as fell:
        raise RuntimeError
    assert fell is not None
    assert "Segmentation fault" in fell.fault
    assert "most recent call first" in fell.fault
    assert "the program fell" in report(fell, {})
    with watching(tmp_path):
        pass
    assert run(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)").returncode == -signal.SIGKILL
    with watching(tmp_path) as killed:
        assert killed is not None
        assert killed.fault == ""
        assert "power, the system" in report(killed, {})


# --- the report ------------------------------------------------------------------------------


def test_the_report_says_what_happened_and_nobody_s_business(tmp_path: Path) -> None:
    """Versions, the end of the log and the exceptions stand in it, scrubbed; it is a file of its own."""
    line = json.dumps({"event": "task failed", "buyer": "阿珍", "why": "13812345678"}, ensure_ascii=False)
    end = BadEnd("2026-11-22T21:00:00+08:00", "", "main\nLookupError: 13812345678", line)
    path = crash.save(end, tmp_path / "reports")
    said = path.read_text(encoding="utf-8")
    assert "2026-11-22T21:00:00+08:00" in said
    assert f"python: {sys.version.split()[0]}" in said
    assert "PySide6_Essentials: " in said
    assert "LookupError" in said
    assert "task failed" in said
    assert "阿珍" not in said
    assert "13812345678" not in said
