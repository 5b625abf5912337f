"""A light copy of a searchable PDF for reading and sending: other pictures, the same text, sizes and colours.

Print is kept as sharp as it is, in one bit a pixel; seals, pens and photographs at 200 dpi; paper at 75 dpi.
"""
