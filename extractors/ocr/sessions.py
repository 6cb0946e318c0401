"""A loaded network: OpenVINO runs it where that is installed, else ONNX Runtime."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Batch = NDArray[np.float32]


class Session(Protocol):
    """A network with one input and one output."""

    @property
    def threads(self) -> int:
        """How many threads it really runs on, as the back end says."""
        ...

    @property
    def precision(self) -> str:
        """In which numbers it really computes: f32, bf16, …"""
        ...

    @property
    def alphabet(self) -> tuple[str, ...]:
        """The characters that a recogniser's file lists, or none."""
        ...

    def run(self, batch: Batch) -> Batch:
        """The first output; valid until the next call."""
        ...


def available_backend(wanted: str = "auto") -> str:
    """Name the back end to use."""
    if wanted != "auto":
        return wanted
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"


def load(path: Path, backend: str, threads: int) -> Session:
    """Load a network for so many threads."""
    return _openvino(path, threads) if backend == "openvino" else _onnxruntime(path, threads)


@dataclass(frozen=True, slots=True)
class _OpenVino:
    compiled: Any
    request: Any
    listed: tuple[str, ...]

    @property
    def threads(self) -> int:
        return int(self.compiled.get_property("INFERENCE_NUM_THREADS"))

    @property
    def precision(self) -> str:
        return str(self.compiled.get_property("INFERENCE_PRECISION_HINT").to_string())

    @property
    def alphabet(self) -> tuple[str, ...]:
        return self.listed

    def run(self, batch: Batch) -> Batch:
        self.request.infer([batch])
        return np.asarray(self.request.get_output_tensor(0).data)


def _openvino(path: Path, threads: int) -> Session:
    # Its telemetry would tell Google Analytics that a program starts; a name that is taken by
    # nothing cannot be imported, and OpenVINO then does without.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    core = openvino.Core()
    model = core.read_model(path)
    # OpenVINO pins its thread to the first core; two processes would share that one.
    options = {"INFERENCE_NUM_THREADS": threads, "ENABLE_CPU_PINNING": False}
    compiled = core.compile_model(model, "CPU", options)
    listed = model.get_rt_info(["framework", "character"]) if _lists(model) else None
    characters = tuple(str(listed.value).splitlines()) if listed is not None else ()
    return _OpenVino(compiled, compiled.create_infer_request(), characters)


def _lists(model: Any) -> bool:
    return bool(model.has_rt_info(["framework", "character"]))


@dataclass(frozen=True, slots=True)
class _OnnxRuntime:
    session: Any
    asked: int

    @property
    def threads(self) -> int:
        return self.asked

    @property
    def precision(self) -> str:
        return "f32"

    @property
    def alphabet(self) -> tuple[str, ...]:
        listed = self.session.get_modelmeta().custom_metadata_map.get("character", "")
        return tuple(listed.splitlines())

    def run(self, batch: Batch) -> Batch:
        name = self.session.get_inputs()[0].name
        return np.asarray(self.session.run(None, {name: batch})[0])


def _onnxruntime(path: Path, threads: int) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return _OnnxRuntime(session, threads)
