"""The network that finds seals: a small picture in, where their middles are and how far they reach.

Centres as points, sizes regressed beside them: Zhou et al., "Objects as Points" (2019).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 8  # pixels of the picture to one of the answer
# Channels of the answer: how likely a round or oval seal, or one with corners, has its middle here
# (logits); the middle's offset (strides); half axes (log of strides); twice the turn (cos, sin).
CURVED, STRAIGHT, OFFSET, HALF, TURN = 0, 1, slice(2, 4), slice(4, 6), slice(6, 8)
CHANNELS = 8


class _Block(nn.Module):
    """Two convolutions around which the input goes, too."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.calm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.still = nn.BatchNorm2d(width)

    def forward(self, seen: Tensor) -> Tensor:
        found = functional.relu(self.calm(self.first(seen)))
        return functional.relu(seen + self.still(self.second(found)))


def _smaller(width: int, wider: int) -> nn.Sequential:
    """Half as many pixels a side."""
    return nn.Sequential(
        nn.Conv2d(width, wider, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(wider),
        nn.ReLU(),
    )


class Finder(nn.Module):
    """N pictures of 3 x H x W (BGR, 0 to 255, sides of multiples of 32) to N x 8 x H/8 x W/8."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Sequential(_smaller(3, 16), _smaller(16, 24), _smaller(24, 48), _Block(48))
        self.far = nn.Sequential(_smaller(48, 96), _Block(96), _Block(96))
        self.farthest = nn.Sequential(_smaller(96, 128), _Block(128), _Block(128))
        self.sides = nn.ModuleList(nn.Conv2d(width, 64, 1) for width in (48, 96, 128))
        self.joined = nn.Sequential(
            nn.Conv2d(64, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), _Block(64)
        )
        self.answer = nn.Conv2d(64, CHANNELS, 1)
        with torch.no_grad():
            self.answer.bias[:2] = -4.0  # seals are rare

    def forward(self, picture: Tensor) -> Tensor:
        near = self.near(picture / 127.5 - 1)
        far = self.far(near)
        farthest = self.farthest(far)
        seen = self.sides[2](farthest)
        for side, at in ((self.sides[1], far), (self.sides[0], near)):
            seen = functional.interpolate(seen, scale_factor=2.0, mode="nearest") + side(at)
        return self.answer(self.joined(seen))
