"""What is done when one of our own steps trips over a picture nobody thought of."""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2

from ocr.errors import PageFailed

FAULTS = (ArithmeticError, LookupError, RuntimeError, ValueError, cv2.error)


@contextmanager
def failing_alone() -> Iterator[None]:
    """Raises PageFailed where the work inside trips.

    A full disk and too little memory are not the page's fault and are raised as they are: MemoryError, which OpenCV
    has a code for.
    """
    try:
        yield
    except FAULTS as error:
        if isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise PageFailed.by_fault(error) from error
