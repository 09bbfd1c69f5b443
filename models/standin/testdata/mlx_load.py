# Loads each folder named on the command line with the real mlx_lm, generates
# a few tokens greedily and prints one JSON object per folder. After "--lazy"
# no weight is read: names and shapes are checked all the same.
import gc
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import mlx.core as mx
from mlx.utils import tree_flatten
from mlx_lm import load
from mlx_lm.generate import generate_step
from mlx_lm.utils import get_total_parameters

lazy = "--lazy" in sys.argv
for folder in sys.argv[2 if lazy else 1:]:
    gc.collect()
    mx.clear_cache()
    before = mx.get_active_memory()
    try:
        model, tokenizer = load(folder, lazy=lazy)
    except ValueError as e:  # an older one knows fewer ways of packing
        print(json.dumps({"folder": folder, "refused": str(e)}), flush=True)
        continue
    active = mx.get_active_memory() - before
    parameters = [v for _, v in tree_flatten(model.parameters())]
    first = tokenizer.encode(" ab ac", add_special_tokens=False)
    tokens, finite, logprobs, token = [], True, None, None
    # The CPU build multiplies gathered experts in float32 only, and its
    # complaint leaves older builds with a damaged heap.
    experts = any("experts." in k or "switch_mlp." in k for k, _ in tree_flatten(model.parameters()))
    packed = any(k.endswith(".scales") for k, _ in tree_flatten(model.parameters()))
    refused = ""
    if lazy:
        refused = "not asked for"
    elif experts and not packed and mx.default_device().type == mx.DeviceType.cpu:
        refused = "experts that are not packed are not run on the CPU build"
    else:
        for token, logprobs in generate_step(mx.array(first), model, max_tokens=4):
            tokens.append(int(token))
            finite = finite and not bool(mx.any(mx.isnan(logprobs)))
    print(json.dumps({
        "folder": folder,
        "tensors": len(parameters),
        "bytes": sum(v.nbytes for v in parameters),
        "active": active,
        "parameters": get_total_parameters(model),
        "prompt": list(map(int, first)),
        "tokens": tokens,
        "text": len(tokenizer.decode(tokens)),
        "finite": finite,
        "refused": refused,
        "cache": [list(map(str, (type(c).__name__, getattr(c, "max_size", 0)))) for c in model.make_cache()] if hasattr(model, "make_cache") else [],
    }), flush=True)
    model = tokenizer = parameters = logprobs = token = None
