"""The language of the windows. Sources are Chinese; `resources/i18n/en.ts` says the same in English.

Compiled translations are not kept in the repository: they are made when missing or older than their
source, in the cache folder given. Without the compiler the windows stay Chinese and say so in the log.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import structlog
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = structlog.get_logger(__name__)

SOURCES = Path(__file__).resolve().parents[2] / "resources" / "i18n"
COMPILE_TIMEOUT_S = 20

translate = QCoreApplication.translate
"""For words outside a widget: `translate(context, chinese)`; lupdate finds it by this name."""


_ONE = re.compile(r"(?<![\d.,])1 (order|item|minute|day|coupon|call|thing|line|row|unit|buyer)s\b")


def counted(said: str) -> str:
    """An English sentence with its nouns in the singular after a 1; any other sentence as it is."""
    return _ONE.sub(r"1 \1", said)


def speak(app: QCoreApplication, lang: str, cache: Path) -> QTranslator | None:
    """Translate everything `app` says into `lang` from now on; None where the sources are spoken."""
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    QLocale.setDefault(QLocale(lang))
    _speak_qt(app, lang)
    source = SOURCES / f"{lang}.ts"
    if lang.startswith("zh") or not source.exists():
        return None
    translator = QTranslator(app)
    compiled = compiled_for(source, cache)
    if compiled is None or not translator.load(str(compiled)):
        log.warning("no translation", lang=lang)
        return None
    app.installTranslator(translator)
    return translator


def _speak_qt(app: QCoreApplication, lang: str) -> None:
    """Qt's own words (copy, paste, undo in the menus of fields) in the same language, where it brings them."""
    own = QTranslator(app)
    if own.load(f"qtbase_{lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)
    else:
        own.deleteLater()


def compiled_for(source: Path, cache: Path) -> Path | None:
    """The compiled form of `source`, beside it or made in `cache`; None when it cannot be made."""
    beside = source.with_suffix(".qm")
    made = cache / beside.name
    for ready in (beside, made):
        if ready.exists() and ready.stat().st_mtime >= source.stat().st_mtime:
            return ready
    tool = _tool("lrelease")
    if tool is None:
        return None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [tool, "-silent", str(source), "-qm", str(made)], check=True, capture_output=True, timeout=COMPILE_TIMEOUT_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("translation not compiled", why=str(error))
        return None
    return made


def _tool(name: str) -> str | None:
    """Qt's own compiler inside the package, or its script beside this Python, or on the path."""
    import PySide6

    package = Path(next(iter(PySide6.__path__)))
    for place in (package / name, package / "Qt" / "libexec" / name, Path(sys.executable).parent / f"pyside6-{name}"):
        if place.exists():
            return str(place)
    return shutil.which(f"pyside6-{name}") or shutil.which(name)
