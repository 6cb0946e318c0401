"""The outline of a seal: an ellipse or a turned rectangle, in pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Shape

Points = NDArray[np.float32]

# Below this ratio of the axes it is an oval. The usual ovals are 30:40 and 30:45 mm (0.75, 0.67);
# a round seal photographed at 25 degrees from the side still shows 0.9.
ROUND_RATIO = 0.87
SQUARE_RATIO = 0.8


@dataclass(frozen=True, slots=True)
class Outline:
    """Centre, half the width and height along the outline's own axes, and its turn.

    `turn` is in radians, clockwise on the picture (y runs down). For a round outline it is 0.
    """

    x: float
    y: float
    half_width: float
    half_height: float
    turn: float
    straight: bool

    @property
    def shape(self) -> Shape:
        small, large = sorted((self.half_width, self.half_height))
        ratio = small / large if large > 0 else 1.0
        if self.straight:
            return Shape.SQUARE if ratio >= SQUARE_RATIO else Shape.RECTANGLE
        return Shape.ROUND if ratio >= ROUND_RATIO else Shape.OVAL

    @property
    def radius(self) -> float:
        """Geometric mean of the half axes."""
        return float(np.sqrt(self.half_width * self.half_height))

    @property
    def area(self) -> float:
        return float((4.0 if self.straight else np.pi) * self.half_width * self.half_height)

    @property
    def box(self) -> Box:
        """The upright box around it, not clipped to the page."""
        across, down = self._reach()
        return Box(self.x - across, self.y - down, self.x + across, self.y + down)

    def _reach(self) -> tuple[float, float]:
        cos, sin = abs(np.cos(self.turn)), abs(np.sin(self.turn))
        wide, high = self.half_width, self.half_height
        if self.straight:
            return float(wide * cos + high * sin), float(wide * sin + high * cos)
        return float(np.hypot(wide * cos, high * sin)), float(np.hypot(wide * sin, high * cos))

    def scaled(self, by: float) -> Outline:
        """The same place on a picture of another resolution."""
        return replace(
            self,
            x=self.x * by,
            y=self.y * by,
            half_width=self.half_width * by,
            half_height=self.half_height * by,
        )

    def moved(self, dx: float, dy: float) -> Outline:
        return replace(self, x=self.x + dx, y=self.y + dy)

    def points(self, count: int) -> tuple[Points, Points]:
        """Points at equal steps along the outline, clockwise from its own top, and normals.

        The normals have length 1 and point outwards.
        """
        if self.straight:
            local, normal = self._straight_points(count)
        else:
            local, normal = self._curved_points(count)
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        spin = np.array([[cos, sin], [-sin, cos]], np.float32)
        centre = np.array([self.x, self.y], np.float32)
        return (local @ spin + centre).astype(np.float32), (normal @ spin).astype(np.float32)

    def _curved_points(self, count: int) -> tuple[Points, Points]:
        if self.half_width == self.half_height:
            angle = np.arange(count, dtype=np.float32) * np.float32(2 * np.pi / count)
            way_out = np.stack([np.sin(angle), -np.cos(angle)], 1)
            return way_out * np.float32(self.half_width), way_out
        fine = np.linspace(0, 2 * np.pi, 4 * count + 1)
        x, y = self.half_width * np.sin(fine), -self.half_height * np.cos(fine)
        way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        angle = np.interp(np.arange(count) / count * way[-1], way, fine)
        local = np.stack([self.half_width * np.sin(angle), -self.half_height * np.cos(angle)], 1)
        normal = np.stack([self.half_height * np.sin(angle), -self.half_width * np.cos(angle)], 1)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        return local.astype(np.float32), normal.astype(np.float32)

    def _straight_points(self, count: int) -> tuple[Points, Points]:
        wide, high = self.half_width, self.half_height
        corners = np.array(
            [[0, -high], [wide, -high], [wide, high], [-wide, high], [-wide, -high], [0, -high]]
        )
        way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
        at = (np.arange(count) + 0.5) / count * way[-1]
        local = np.stack([np.interp(at, way, corners[:, axis]) for axis in (0, 1)], 1)
        side = np.searchsorted(way, at, side="right") - 1
        normal = np.array([[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]])[side]
        return local.astype(np.float32), normal.astype(np.float32)
