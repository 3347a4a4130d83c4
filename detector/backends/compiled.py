"""Models away from torch on the CPU: compiled by OpenVINO, or on a GPU. They are called as the torch model is."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from detector.config import CUDA, OPENVINO
from detector.errors import ModelNotUsable


class Outputs(dict[str, torch.Tensor]):
    """What a model gives, by name, as attributes too."""

    def __getattr__(self, name: str) -> torch.Tensor:
        return self[name]


class Compiled:
    """A torch model converted in memory and compiled for this CPU, bfloat16 where it has units for that. `example` is a
    batch as it will be called with, of any shape; `output` the one output that is wanted.

    Raises ModelNotUsable where OpenVINO cannot convert the model.
    """

    def __init__(self, model: torch.nn.Module, example: Mapping[str, torch.Tensor], output: str):
        self._names, self._output = list(example), output
        core = quiet_openvino().Core()
        kind = "bf16" if precision(core) == "bfloat16" else "f32"
        settings = {"INFERENCE_PRECISION_HINT": kind, "INFERENCE_NUM_THREADS": torch.get_num_threads()}
        try:
            self._model = core.compile_model(_converted(model, example, output), "CPU", settings)
        except RuntimeError as error:
            reason = next(iter(str(error).splitlines()), "no reason given")
            raise ModelNotUsable(f"OpenVINO cannot convert {type(model).__name__}: {reason}") from error

    def __call__(self, **batch: torch.Tensor) -> Outputs:
        rows = self._model([batch[name].numpy() for name in self._names])[0]
        return Outputs({self._output: torch.from_numpy(np.array(rows))})


class OnGpu:
    """A torch model on a GPU, for batches on the CPU and with outputs there."""

    def __init__(self, model: torch.nn.Module, output: str):
        self._model, self._output = model.to("cuda"), output

    def __call__(self, **batch: torch.Tensor) -> Outputs:
        found = self._model(**{name: tensor.to("cuda") for name, tensor in batch.items()})
        return Outputs({self._output: found[self._output].cpu()})


def placed(model: torch.nn.Module, backend: str, example: Mapping[str, torch.Tensor], output: str) -> Any:
    """The model itself for torch on the CPU, else what stands for it on a resolved backend."""
    if backend == OPENVINO:
        return Compiled(model, example, output)
    return OnGpu(model, output) if backend == CUDA else model


def precision(core: Any = None) -> str:
    """In what OpenVINO computes here: bfloat16 where the CPU has units for it, else float32."""
    able = (core or quiet_openvino().Core()).get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bfloat16" if "BF16" in able else "float32"


def quiet_openvino() -> Any:
    """The package, kept from reporting every import to a server: it does without its telemetry where that cannot be
    imported."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def version() -> str:
    """OpenVINO's."""
    return str(quiet_openvino().__version__)


def _converted(model: torch.nn.Module, example: Mapping[str, torch.Tensor], output: str) -> Any:
    """The model as OpenVINO's. By its front end for torch, which openvino.convert_model wraps."""
    quiet_openvino()
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    plain = _ByPlace(model, list(example), output)
    loud = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")  # of tracing: what it takes for constants does not change with the shape
            decoder = TorchScriptPythonDecoder(plain, example_input=tuple(example.values()))
    finally:
        logging.disable(loud)
    front = FrontEndManager().load_by_framework("pytorch")
    return front.convert(front.load(decoder))


class _ByPlace(torch.nn.Module):
    """A model that takes its inputs in order and gives one output, as tracing wants it."""

    def __init__(self, model: torch.nn.Module, names: list[str], output: str):
        super().__init__()
        self._model, self._names, self._output = model, names, output

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        return self._model(**dict(zip(self._names, tensors, strict=True)))[self._output]
