"""An invented portrait: a head and shoulders in grey, as a copied passport photo looks."""

import random

from PIL import Image, ImageDraw, ImageFilter


def portrait(seed: int, width: int, height: int) -> Image.Image:
    """Draw a face-like picture."""
    rng = random.Random(f"portrait:{seed}")
    back, skin, hair = rng.randint(170, 215), rng.randint(150, 190), rng.randint(25, 60)
    image = Image.new("RGB", (width, height), (back,) * 3)
    pen = ImageDraw.Draw(image)

    def oval(cx: float, cy: float, rx: float, ry: float, shade: int) -> None:
        box = ((cx - rx) * width, (cy - ry) * height, (cx + rx) * width, (cy + ry) * height)
        pen.ellipse(box, fill=(shade,) * 3)

    oval(0.5, 1.05, 0.48, 0.32, rng.randint(35, 80))
    pen.rectangle((0.42 * width, 0.6 * height, 0.58 * width, 0.78 * height), fill=(skin - 12,) * 3)
    oval(0.5, 0.36, 0.27, 0.27, hair)
    oval(0.5, 0.43, 0.22, 0.25, skin)
    for side in (-1, 1):
        oval(0.5 + side * 0.09, 0.41, 0.035, 0.014, 35)
        oval(0.5 + side * 0.09, 0.37, 0.05, 0.009, hair)
    oval(0.5, 0.49, 0.02, 0.03, skin - 25)
    oval(0.5, 0.57, 0.06, 0.012, 95)
    return image.filter(ImageFilter.GaussianBlur(max(1.0, width / 130)))
