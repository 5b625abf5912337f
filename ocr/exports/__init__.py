"""Recognised pages in the forms that other programs read: hOCR and ALTO, one page at a time."""

from ocr.exports.alto import alto
from ocr.exports.hocr import hocr

__all__ = ["alto", "hocr"]
