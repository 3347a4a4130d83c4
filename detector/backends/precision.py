"""In which arithmetic, and on what, the models are computed."""

from __future__ import annotations

from importlib.util import find_spec

import torch

from detector.config import AUTO, CUDA, OPENVINO, TORCH_BF16, TORCH_FP32, known_backend
from detector.errors import BackendNotUsable, ExtraMissing


def default_dtype() -> torch.dtype:
    """bfloat16 where the CPU has units for it (AMX, or AVX-512 with BF16), else float32.

    Measured: with AMX 2.9 times the pairs a second of float32, with AVX-512 2.0 times; labels agree with float32 on
    more than 99% of pairs (reports/evaluation/backends.json).
    """
    if torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported():
        return torch.bfloat16
    return torch.float32


def resolved(backend: str) -> str:
    """The backend that a name stands for on this machine: AUTO is torch in the precision that the CPU is good at. It
    is not measured at the start of a run: which of two is faster hangs on what else the machine does, and with it the
    bytes that come out would.

    Raises ExtraMissing, BackendNotUsable, and DetectorError for a name that is none.
    """
    if known_backend(backend) == AUTO:
        return TORCH_BF16 if default_dtype() is torch.bfloat16 else TORCH_FP32
    if backend == OPENVINO and find_spec("openvino") is None:
        raise ExtraMissing("the backend openvino needs openvino: pip install 'source-contradiction-detector[openvino]'")
    if backend == CUDA and not torch.cuda.is_available():
        raise BackendNotUsable(
            f"the backend cuda needs a GPU and a torch that is built for it; this is {torch.__version__}"
        )
    return backend


def installed() -> list[str]:
    """The backends that can be used here, the reference first; bfloat16 only where the CPU has units for it."""
    found = list(dict.fromkeys((TORCH_FP32, resolved(AUTO))))
    if find_spec("openvino"):
        found.append(OPENVINO)
    return [*found, CUDA] if torch.cuda.is_available() else found


def dtype_of(backend: str) -> torch.dtype:
    """What the weights are loaded as for a resolved backend."""
    if backend == CUDA:
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if backend == TORCH_BF16 else torch.float32


def device_of(backend: str) -> str:
    """Where torch keeps the weights for a resolved backend."""
    return "cuda" if backend == CUDA else "cpu"


def arithmetic(backend: str = AUTO) -> str:
    """What the bytes of a score hang on besides model and text. The number of threads is no part of it: the
    shipped models give the same bytes with 1, 2 and 4, in bfloat16 and float32. Raises as `resolved`."""
    backend = resolved(backend)
    kind, library = str(dtype_of(backend)).removeprefix("torch."), f"torch {torch.__version__}"
    if backend == CUDA:
        return f"{kind}, {torch.cuda.get_device_name()}, {library}"
    units = "AMX" if torch.cpu._is_amx_tile_supported() else "no AMX"
    processor = f"{torch.backends.cpu.get_cpu_capability()}, {units}"
    if backend == OPENVINO:
        from detector.backends.compiled import precision, version

        kind, library = precision(), f"openvino {version()}, {library}"
    return f"{kind}, {processor}, {library}"
