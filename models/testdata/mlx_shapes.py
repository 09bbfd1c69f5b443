"""Writes tiny models with random weights and loads them with the real mlx_lm.

    mlx_shapes.py write FOLDER < mlx_shapes.jsonl
    mlx_shapes.py load FOLDER...
    mlx_shapes.py record FOLDER < mlx_shapes.jsonl > new

A line of mlx_shapes.jsonl is a model: its name; in "pack" how its weights are
packed, where config.json does not say it in mlx_lm's own way; in "files" the
files that they are dealt out to; in "index" the files that
model.safetensors.index.json names; in "loaded" what mlx_lm said of it when it
was recorded; and in "config" its config.json.

"write" makes FOLDER/<name>. "load" prints one JSON object a folder: what
mlx_lm counts after loading, and what its caches keep of each token. "record"
does both and prints the lines with what was loaded.
"""

import json
import sys
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten
from mlx_lm import utils
from mlx_lm.models.cache import make_prompt_cache

PROMPT = 48  # tokens, more than the windows of the shapes


def write(folder, shape):
    config = shape["config"]
    folder.mkdir(parents=True)
    model_class, arguments = utils._get_classes(config)
    model = model_class(arguments.from_dict(json.loads(json.dumps(config))))
    model.set_dtype(mx.bfloat16)
    pack = shape.get("pack") or config.get("quantization")
    if pack and "method" not in pack:
        nn.quantize(
            model,
            group_size=pack["group_size"],
            bits=pack["bits"],
            mode=pack.get("mode", "affine"),
            class_predicate=lambda _, m: hasattr(m, "to_quantized") and m.weight.shape[-1] % pack["group_size"] == 0,
        )
    weights = dict(tree_flatten(model.parameters()))
    if pack and "method" in pack:
        weights = packed_elsewhere(weights, pack)
    files = shape.get("files", ["model.safetensors"])
    metadata = {"format": "mlx" if "quantization" in config else "pt"}
    for i, file in enumerate(files):
        some = dict(list(weights.items())[i :: len(files)])
        mx.save_safetensors(str(folder / file), some, metadata=metadata)
    if "index" in shape:
        where = {name: shape["index"][i % len(shape["index"])] for i, name in enumerate(weights)}
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": where}))
    (folder / "config.json").write_text(json.dumps(config))


def packed_elsewhere(weights, pack):
    """Weights in the form of AutoAWQ and AutoGPTQ: 4 bit, eight to a word, input first."""
    out = {}
    for name, w in weights.items():
        if not name.endswith("_proj.weight"):
            out[name] = w.astype(mx.float16)
            continue
        base, (rows, columns), group = name[: -len("weight")], w.shape, pack["group_size"]
        out[base + "qweight"] = mx.random.randint(0, 1 << 30, (columns, rows // 8)).astype(mx.int32)
        out[base + "qzeros"] = mx.random.randint(0, 1 << 30, (columns // group, rows // 8)).astype(mx.int32)
        out[base + "scales"] = mx.random.uniform(shape=(columns // group, rows)).astype(mx.float16)
        if pack.get("order"):
            out[base + "g_idx"] = (mx.arange(columns) // group).astype(mx.int32)
    return out


def kept(cache):
    """What a cache keeps: its kind, elements of keys and values a token, window."""
    if hasattr(cache, "caches"):
        return [one for inner in cache.caches for one in kept(inner)]
    if not hasattr(cache, "offset"):
        return [{"kind": "state"}]
    if not hasattr(cache, "keys"):
        return [{"kind": type(cache).__name__}]
    if cache.keys is None:  # of a layer without attention
        return []
    width = lambda a: a.shape[1] * a.shape[3]
    window = getattr(cache, "max_size", None) or getattr(cache, "chunk_size", None) or 0
    return [{"kind": "tokens", "keys": width(cache.keys), "values": width(cache.values), "window": window}]


def total(model):
    """All parameters; mlx_lm does not count those outside of its layers."""
    layers = {name for name, _ in tree_flatten(model.leaf_modules(), is_leaf=nn.Module.is_module)}
    loose = [v.size for name, v in tree_flatten(model.parameters()) if name.rpartition(".")[0] not in layers]
    return utils.get_total_parameters(model) + sum(loose)


def load(folder):
    model, _ = utils.load_model(Path(folder))
    parameters = [v for _, v in tree_flatten(model.parameters())]
    cache = make_prompt_cache(model)
    # Nothing is computed: the shapes of what would be kept are known before.
    model(mx.array([[i % 50 for i in range(PROMPT)]]), cache=cache)
    return {
        "parameters": total(model),
        "bytes": sum(v.nbytes for v in parameters),
        "caches": [one for c in cache for one in kept(c)],
    }


def loaded(folder):
    try:
        return load(folder)
    except Exception as e:
        return {"refused": f"{type(e).__name__}: {e}"[:200].splitlines()[0]}


def main():
    verb, folders = sys.argv[1], sys.argv[2:]
    if verb == "load":
        for folder in folders:
            print(json.dumps({"folder": folder, **loaded(folder)}), flush=True)
        return
    for line in sys.stdin:
        shape = json.loads(line)
        folder = Path(folders[0]) / shape["name"]
        write(folder, shape)
        if verb == "record":
            config = shape.pop("config")
            print(json.dumps({**shape, "loaded": loaded(folder), "config": config}))


main()
