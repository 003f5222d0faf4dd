"""A picture of few colours as a small file: its commonest ones are a palette, into which the others, the edges of letters, are put."""

from __future__ import annotations

import io
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = 256  # as many as a palette of a PNG holds
NEAR = 9  # colours as near as that in red, green and blue are one: Pillow looks up by cells of four, in which a ground may not meet another
Colour = tuple[int, int, int]


def paletted_png(pixels: NDArray[np.uint8], dpi: float) -> bytes:
    """Return pixels (rows, columns, red-green-blue-alpha, opaque) as a PNG with a palette; grounds and type keep their very colours."""
    drawn = Image.fromarray(pixels).convert("RGB")
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in commonest(drawn) for part in colour])
    out = io.BytesIO()
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def commonest(drawn: Image.Image) -> list[Colour]:
    """Return the colours of most pixels, no two of them near each other, the most common first."""
    counted = cast(list[tuple[int, Colour]], drawn.getcolors(drawn.width * drawn.height))
    kept: list[Colour] = []
    for _, colour in sorted(counted, reverse=True):
        if len(kept) < COLOURS and not any(_is_near(colour, other) for other in kept):
            kept.append(colour)
    return kept


def _is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
