"""How far from the machine's limit the cross-encoder runs."""

from __future__ import annotations

import time
from collections.abc import Sequence

from detector import wiring
from detector.config import Settings
from detector.evaluate.bench.figures import Utilisation
from detector.evaluate.bench.sides import PlainJudge
from detector.pipeline import Progress

MATRICES = (1024, 2048, 4096)  # sides of the square products tried for the peak
SECONDS = 1.0  # of each product
TIMES = 3  # the best of so many


def utilisation(texts: Sequence[tuple[str, str]], settings: Settings, progress: Progress) -> Utilisation:
    """The speed of our judge on some texts, tokenising included, against the best square product by torch.

    The operations that the texts need are counted in torch's eager fp32 model, one pair at a time, so that neither
    padding nor another backend changes the count; two for each multiplication and addition.
    """
    from torch.utils.flop_counter import FlopCounterMode

    from detector.backends.precision import default_dtype

    texts = list(dict.fromkeys(texts))
    judge = wiring.judge(settings.judge)
    seconds = []
    for i in range(TIMES):
        started = time.perf_counter()
        judge.score(texts)
        seconds.append(time.perf_counter() - started)
        progress("limits", i + 1, TIMES + len(MATRICES))
    with FlopCounterMode(display=False) as counter:
        PlainJudge(settings.judge, attn_implementation="eager").score(texts, batch_size=1)
    precision = default_dtype()
    peak = 0.0
    for i, side in enumerate(MATRICES):
        peak = max(peak, _product(side, precision))
        progress("limits", TIMES + i + 1, TIMES + len(MATRICES))
    best = min(seconds)
    return Utilisation(
        str(precision).removeprefix("torch."), len(texts), len(texts) / best, counter.get_total_flops() / best, peak
    )


def _product(side: int, precision: object) -> float:
    """Operations a second of the fastest of several products of two square matrices."""
    import torch
    from torch.utils.benchmark import Timer

    a, b = (torch.ones(side, side, dtype=precision) for _ in range(2))
    timer = Timer("a @ b", globals={"a": a, "b": b}, num_threads=torch.get_num_threads())
    return 2 * side**3 / min(timer.blocked_autorange(min_run_time=SECONDS).times)
