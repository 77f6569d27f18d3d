"""Words in a picture, found by rapidocr where it was installed (`make ocr`); everything works without.

The models lie in its wheel and are named here by their files, so nothing is ever fetched. One thread
of one core: an encoder works on the same machine. Loading takes a second or more and 200 MB; the one
thread that reads labels does it when the first label comes. What words mean is `labels`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.reading.labels import TextBox

if TYPE_CHECKING:
    from console.camera.source import Pixels

_NEEDED = ("rapidocr", "onnxruntime", "pyclipper", "shapely", "yaml", "omegaconf", "PIL", "requests", "tqdm")
_DETECT = "PP-OCRv6_det_small.onnx"
_RECOGNISE = "PP-OCRv6_rec_small.onnx"
_LONG_SIDE_PX = 1280
"""Words are looked for in a copy of this size; those that are found are read in the picture itself."""


def missing() -> str | None:
    """What is not there of what is needed, a package's or a file's name; None when labels can be read."""
    absent = next((name for name in _NEEDED if importlib.util.find_spec(name) is None), None)
    if absent is not None:
        return absent
    return next((path.name for path in _models() if not path.is_file()), None)


def _models() -> tuple[Path, Path]:
    spec = importlib.util.find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "models"
    return folder / _DETECT, folder / _RECOGNISE


class Words:
    """Loads the models; belongs to one thread. Raises ImportError or OSError when they cannot be loaded."""

    def __init__(self) -> None:
        from console.camera import still  # noqa: F401 - OpenCV with our settings, before rapidocr loads it

        rapidocr: Any = importlib.import_module("rapidocr")
        detect, recognise = _models()
        self._engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # a label is not held upside down
                "Det.model_path": str(detect),
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONG_SIDE_PX,
                "Rec.model_path": str(recognise),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find(self, pixels: Pixels) -> list[TextBox]:
        """The words of a picture (height x width x 3, BGR) with their upright boxes in its pixels."""
        from console.camera.still import softened

        found = self._engine(softened(pixels, _LONG_SIDE_PX))
        if found.boxes is None or found.txts is None:
            return []
        boxes = []
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
            boxes.append(TextBox(text, float(score), float(left), float(top), float(right - left), float(bottom - top)))
        return boxes
