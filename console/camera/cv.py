"""The one door to OpenCV: quiet, single-threaded, and loaded only by whoever imports this module.

Memory that was given back is kept for the next picture. glibc hands the last 12 MB of a heap back to
the system and takes them anew at once, page by page: that made decoding a 1080p JPEG twice as dear.

The window must be on screen before OpenCV loads (0.3 s), so `source` and `feed` do not import this
at their top; the capture thread does. Nothing else of the console imports cv2 by name.
"""

from __future__ import annotations

import ctypes
import os

_SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy's threads spin while they wait, for matrices of three rows
    "OPENCV_LOG_LEVEL": "OFF",  # its warnings go to stderr, where no seller reads them; we report failures ourselves
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET
    # TCP as by default; a stream without sound is not searched for sound longer than a second (default: five)
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "rtsp_transport;tcp|analyzeduration;1000000",
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",  # seconds (default 10) until an unplugged camera is noticed
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",  # https://github.com/opencv/opencv/issues/17687: slow opening
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h
_KEPT_BYTES = 32 * 1024 * 1024


def _keep_freed_memory() -> None:
    """Where the C library is glibc; the others have no such knob."""
    if os.name == "posix" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
        mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES // 2)


_keep_freed_memory()

import cv2  # noqa: E402 - OpenCV reads the settings above while it loads

cv2.setNumThreads(1)  # its pool costs more than it gives at these sizes; the capture thread is the parallelism

__all__ = ["cv2"]
