"""What happens to paper on its way through a scanner: skew, shadow, noise, the wrong way up."""

import numpy as np
from PIL import Image

TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def damaged(image: Image.Image, *, seed: int, skew: float, noise: float, turn: int, shadow: float) -> Image.Image:
    """The picture after all of them, in that order; sizes as `a_page` tells."""
    if skew:
        image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    if shadow or noise:
        image = _uneven(image, seed=seed, noise=noise, shadow=shadow)
    return image.transpose(TURNS[turn]) if turn else image


def _uneven(image: Image.Image, *, seed: int, noise: float, shadow: float) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    light = 1.0 - shadow * np.linspace(1.0, 0.0, pixels.shape[1], dtype=np.float32) ** 2
    grain = np.random.default_rng(seed).normal(0.0, noise, pixels.shape[:2]).astype(np.float32)
    return Image.fromarray((pixels * light[None, :, None] + grain[..., None]).clip(0, 255).astype(np.uint8))
