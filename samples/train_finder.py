"""Teach the finder of seals: `python -m samples.train_finder SCENES… --out FILE --minutes 60`.

Needs the extra `train`. SCENES are folders of `samples.seal_scenes`; a twentieth of the pages is
held out, and what is found on these is printed while it learns. What the network answers is read
here as `extractors.seals.sighted` reads it, which samples may not import.
"""

import argparse
import json
import math
import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional

from samples.finder_network import CHANNELS, CURVED, HALF, OFFSET, STRIDE, TURN, Finder

SIDE = 448  # pixels of the squares that are learnt from
BATCH = 12
RATE, WARM = 2e-3, 100
MEMORY = 0.998  # of the running mean of the weights
HELD_OUT = 20
GREYED = 0.15
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scene:
    """A page as it lies on disk, with its seals."""

    path: Path
    seals: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Oval:
    """A seal of a picture, in pixels: middle, half axes, turn in radians clockwise."""

    x: float
    y: float
    across: float
    down: float
    turn: float
    straight: bool


def scenes_of(folder: Path) -> list[Scene]:
    """Read what `samples.seal_scenes` wrote."""
    told = json.loads((folder / "scenes.json").read_text("utf-8"))
    return [Scene(folder / one["file"], tuple(one["seals"])) for one in told]


def ovals(scene: Scene) -> list[Oval]:
    """The seals of a scene."""
    return [
        Oval(x, y, across, down, math.radians(one["turn"]), one["straight"])
        for one in scene.seals
        for (x, y), (across, down) in [(one["middle"], one["half"])]
    ]


def varied(picture: Picture, seals: list[Oval], rng: random.Random) -> tuple[Picture, list[Oval]]:
    """A square of a page, turned, mirrored, larger or smaller, in other colours."""
    high, wide = picture.shape[:2]
    scale = math.exp(rng.uniform(-0.3, 0.3))
    turn = rng.choice((0.0, 0.0, 90.0, 180.0, 270.0)) + rng.gauss(0, 4)
    mirrored = -1.0 if rng.random() < 0.3 else 1.0
    if seals and rng.random() < 0.75:
        near = rng.choice(seals)
        x, y = near.x + rng.uniform(-180, 180), near.y + rng.uniform(-180, 180)
    else:
        x, y = rng.uniform(0, wide), rng.uniform(0, high)
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    linear = np.array([[cos * mirrored, -sin], [sin * mirrored, cos]])
    shift = np.array([SIDE / 2, SIDE / 2]) - linear @ np.array([x, y])
    border = rng.choice(((255, 255, 255), (0, 0, 0), (128, 128, 128), (60, 70, 90)))
    out = cv2.warpAffine(
        picture, np.hstack([linear, shift[:, None]]), (SIDE, SIDE), flags=cv2.INTER_LINEAR,
        borderValue=border,
    )  # fmt: skip
    moved = []
    for one in seals:
        at = linear @ np.array([one.x, one.y]) + shift
        way = mirrored * one.turn + math.radians(turn)
        moved.append(Oval(at[0], at[1], one.across * scale, one.down * scale, way, one.straight))
    return coloured(np.asarray(out, np.uint8), rng), moved


def coloured(picture: Picture, rng: random.Random) -> Picture:
    """Other light, contrast and hue, no colour at all, noise, and the blocks of a JPEG."""
    out = picture
    if rng.random() < GREYED:
        out = np.repeat(cv2.cvtColor(out, cv2.COLOR_BGR2GRAY)[..., None], 3, 2).astype(np.uint8)
    elif rng.random() < 0.5:
        hsv = cv2.cvtColor(out, cv2.COLOR_BGR2HSV).astype(np.int16)
        hsv[..., 0] = (hsv[..., 0] + rng.randint(-7, 7)) % 180
        hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(0.6, 1.3), 0, 255)
        out = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR).astype(np.uint8)
    if rng.random() < 0.6:
        gains = np.array([rng.uniform(0.82, 1.05) for _ in range(3)]) * rng.uniform(0.8, 1.1)
        out = np.clip(out * gains + rng.uniform(-15, 10), 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (3, 3), rng.uniform(0.3, 1.1)).astype(np.uint8)
    if rng.random() < 0.3:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(2, 9), out.shape)
        out = np.clip(out + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(30, 85)]
        packed = cv2.imencode(".jpg", out, quality)[1]
        out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return out


def wanted(seals: list[Oval], high: int, wide: int) -> tuple[NDArray[np.float32], ...]:
    """What the network is to answer: its channels (middles 0 to 1), and where sizes count."""
    rows, columns = high // STRIDE, wide // STRIDE
    answer = np.zeros((CHANNELS, rows, columns), np.float32)
    counts = np.zeros((rows, columns), np.float32)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    for one in sorted(seals, key=lambda seal: -seal.across * seal.down):
        at_x, at_y = one.x / STRIDE - 0.5, one.y / STRIDE - 0.5
        column, row = round(at_x), round(at_y)
        if not (0 <= row < rows and 0 <= column < columns):
            continue
        reach = max(0.8, 0.18 * min(one.across, one.down) * 2 / STRIDE)
        hill = np.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * (reach / 2) ** 2))
        kind = int(one.straight)
        answer[kind] = np.maximum(answer[kind], hill)
        near = (abs(x - column) <= 1) & (abs(y - row) <= 1)
        answer[OFFSET][0][near], answer[OFFSET][1][near] = (at_x - x)[near], (at_y - y)[near]
        answer[HALF][0][near] = math.log(max(one.across, 4) / STRIDE)
        answer[HALF][1][near] = math.log(max(one.down, 4) / STRIDE)
        answer[TURN][0][near], answer[TURN][1][near] = (
            math.cos(2 * one.turn), math.sin(2 * one.turn),
        )  # fmt: skip
        # A circle has no turn: nothing is learnt from it.
        counts[near] = 1.0 + (abs(one.across - one.down) > 0.08 * (one.across + one.down))
    return answer, counts


def standing(one: Oval) -> Oval:
    """With the longer axis first, so that a shape has one answer."""
    if one.across >= one.down:
        return one
    return Oval(one.x, one.y, one.down, one.across, one.turn + math.pi / 2, one.straight)


def loss_of(answer: Tensor, target: Tensor, counts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of middles (focal, a seal), of sizes and of turns (absolute, a place that counts)."""
    likely = answer[:, :2].sigmoid().clamp(1e-4, 1 - 1e-4)
    hill = target[:, :2]
    peaks = hill.ge(0.999).float()
    gained = likely.log() * (1 - likely) ** 2 * peaks
    lost = (1 - likely).log() * likely**2 * (1 - hill) ** 4 * (1 - peaks)
    middles = -(gained.sum() + lost.sum()) / peaks.sum().clamp(min=1)
    places = counts.gt(0).float()[:, None]
    sizes = (functional.l1_loss(answer[:, 2:6], target[:, 2:6], reduction="none") * places).sum()
    turned = counts.gt(1.5).float()[:, None]
    turns = (functional.l1_loss(answer[:, 6:8], target[:, 6:8], reduction="none") * turned).sum()
    return middles, sizes / places.sum().clamp(min=1), turns / turned.sum().clamp(min=1)


def batches(scenes: Sequence[Scene], rng: random.Random) -> Iterator[tuple[Tensor, ...]]:
    """For ever."""
    while True:
        parts = []
        for scene in rng.choices(scenes, k=BATCH):
            picture = cv2.imread(str(scene.path), cv2.IMREAD_COLOR)
            square, seals = varied(np.asarray(picture, np.uint8), ovals(scene), rng)
            target, counts = wanted([standing(one) for one in seals], SIDE, SIDE)
            parts.append((square.transpose(2, 0, 1).astype(np.float32), target, counts))
        yield tuple(torch.from_numpy(np.stack(part)) for part in zip(*parts, strict=True))


def drawn_beside(scenes: list[Scene], seed: int) -> Iterator[tuple[Tensor, ...]]:
    """Batches that another process prepares."""
    processes = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[tuple[Tensor, ...]] = processes.Queue(4)
    drawing = processes.Process(target=_fill, args=(queue, scenes, seed), daemon=True)
    drawing.start()
    while True:
        yield queue.get()


def _fill(queue: Any, scenes: list[Scene], seed: int) -> None:
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    for batch in batches(scenes, random.Random(seed)):
        queue.put(batch)


def padded(picture: Picture) -> NDArray[np.float32]:
    """With sides of multiples of 32, white beyond; as the network takes it."""
    high, wide = (math.ceil(side / 32) * 32 for side in picture.shape[:2])
    out = np.full((high, wide, 3), 255, np.float32)
    out[: picture.shape[0], : picture.shape[1]] = picture
    return out.transpose(2, 0, 1)[None]


def peaks(answer: NDArray[np.float32], least: float) -> list[tuple[float, Oval]]:
    """What an answer says, best first."""
    likely = 1 / (1 + np.exp(-answer[:2]))
    highest = np.maximum.reduce([cv2.dilate(layer, np.ones((3, 3))) for layer in likely])
    found = []
    for kind, row, column in zip(*np.nonzero(likely >= least), strict=True):
        value = float(likely[kind, row, column])
        if value < highest[row, column]:
            continue
        offset, half, turn = (answer[part, row, column] for part in (OFFSET, HALF, TURN))
        across, down = (float(v) * STRIDE for v in np.exp(half))
        x, y = (column + 0.5 + offset[0]) * STRIDE, (row + 0.5 + offset[1]) * STRIDE
        way = 0.5 * math.atan2(turn[1], turn[0])
        found.append((value, Oval(float(x), float(y), across, down, way, kind != CURVED)))
    return sorted(found, key=lambda pair: -pair[0])


def box_of(one: Oval) -> tuple[float, float, float, float]:
    """The upright box around it."""
    cos, sin = abs(math.cos(one.turn)), abs(math.sin(one.turn))
    if one.straight:
        wide, high = one.across * cos + one.down * sin, one.across * sin + one.down * cos
    else:
        wide = math.hypot(one.across * cos, one.down * sin)
        high = math.hypot(one.across * sin, one.down * cos)
    return one.x - wide, one.y - high, one.x + wide, one.y + high


def shared(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, wide) * max(0.0, high)
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both / (area - both)


def held(network: Finder, scenes: Sequence[Scene]) -> str:
    """What is found on the pages that were held out, and how much of it is there."""
    network.eval()
    told = []
    found: list[tuple[float, bool]] = []
    there = 0
    for scene in scenes:
        picture = np.asarray(cv2.imread(str(scene.path), cv2.IMREAD_COLOR), np.uint8)
        with torch.no_grad():
            answer = network(torch.from_numpy(padded(picture)))[0].numpy()
        boxes = [box_of(one) for one in ovals(scene)]
        there += len(boxes)
        for value, one in peaks(answer, 0.1):
            near = max(range(len(boxes)), key=lambda i: shared(boxes[i], box_of(one)), default=-1)
            right = near >= 0 and shared(boxes[near], box_of(one)) >= 0.5
            if right:
                boxes.pop(near)
            found.append((value, right))
    for least in (0.2, 0.3, 0.4, 0.5):
        kept = [right for value, right in found if value >= least]
        told.append(f"{least}: {sum(kept) / there:.3f}/{sum(kept) / max(1, len(kept)):.3f}")
    network.train()
    return "  ".join(told)


def train(network: Finder, scenes: list[Scene], chosen: argparse.Namespace) -> None:
    """Learn for so long; write the running mean of the weights now and then."""
    rng = random.Random(chosen.seed)
    rng.shuffle(scenes)
    count = len(scenes) // HELD_OUT
    aside, own = scenes[:count], scenes[count:]
    network.train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    mean = Finder()
    mean.load_state_dict(network.state_dict())
    began = said = time.monotonic()
    losses: list[list[float]] = []
    for step, (seen, target, counts) in enumerate(drawn_beside(own, chosen.seed), 1):
        gone = (time.monotonic() - began) / (60 * chosen.minutes)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, step / WARM) * (0.01 + 0.99 * math.cos(gone * 1.57) ** 2)
        answer = network(seen.to(memory_format=torch.channels_last))
        parts = loss_of(answer, target, counts)
        optimiser.zero_grad()
        (parts[0] + 0.5 * parts[1] + 0.3 * parts[2]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        losses.append([float(part.detach()) for part in parts])
        with torch.no_grad():
            memory = min(MEMORY, step / (step + 20))
            for name, value in network.state_dict().items():
                kept = mean.state_dict()[name]
                kept.copy_(kept.lerp(value, 1 - memory) if value.is_floating_point() else value)
        if time.monotonic() - said > 150 or gone >= 1:
            said = time.monotonic()
            print(
                f"step {step} {gone:.0%} loss {np.mean(losses[-100:], 0).round(3)} "
                f"found/real {held(mean, aside)}",
                flush=True,
            )
            write(mean, chosen.out)
            torch.save(mean.state_dict(), chosen.out.with_suffix(".pt"))
        if gone >= 1:
            return


def write(network: Finder, path: Path) -> None:
    """As ONNX, for pictures of any size."""
    network.eval()
    torch.onnx.export(
        network, (torch.zeros(1, 3, 64, 64),), str(path), dynamo=False, input_names=["picture"],
        output_names=["answer"],
        dynamic_axes={"picture": {2: "high", 3: "wide"}, "answer": {2: "rows", 3: "columns"}},
    )  # fmt: skip
    network.train()
    onnx.save(halved(onnx.load(path)), path)


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights in half the bytes; whoever loads them makes them whole again."""
    whole, graph = TensorProto.FLOAT, model.graph
    for weight in [one for one in graph.initializer if one.data_type == whole]:
        values = numpy_helper.to_array(weight).astype(np.float16)
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(values, f"{weight.name}.half"))
        cast = helper.make_node("Cast", [f"{weight.name}.half"], [weight.name], to=whole)
        graph.node.insert(0, cast)
    return model


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights (.pt) to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    # In this order of memory two cores learn twice as fast.
    network = Finder().to(memory_format=torch.channels_last)
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start))
    train(network, [one for folder in chosen.scenes for one in scenes_of(folder)], chosen)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
