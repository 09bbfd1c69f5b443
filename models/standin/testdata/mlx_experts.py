"""Counts how often each expert is used for random tokens, by mlx_lm itself.

Prints, as JSON, for each layer with a router the entropy of use as a share of
that of even use.
"""
import json
import math
import random
import sys

import mlx.core as mx
from mlx_lm import load


def entropies(folder, tokens):
    model, _ = load(folder)
    counts = {}

    def counting(router):
        class Counting(type(router)):
            def __call__(self, x):
                logits = super().__call__(x)
                k = used
                best = mx.argpartition(-logits, kth=k - 1, axis=-1)[..., :k]
                seen = counts.setdefault(id(self), [0] * logits.shape[-1])
                for e in best.reshape(-1).tolist():
                    seen[e] += 1
                return logits

        return Counting

    config = json.load(open(folder + "/config.json"))
    config = config.get("text_config", config)
    used = config["num_experts_per_tok"]
    vocabulary = config["vocab_size"]
    for layer in model.layers:
        block = getattr(layer, "mlp", None) or layer.feed_forward
        router = getattr(block, "gate", None) or block.router
        router.__class__ = counting(router)
    choose = random.Random(1)
    prompt = mx.array([[choose.randrange(vocabulary) for _ in range(tokens)]])
    mx.eval(model(prompt))
    out = []
    for seen in counts.values():
        total = sum(seen)
        out.append(-sum(n / total * math.log(n / total) for n in seen if n) / math.log(len(seen)))
    return out


print(json.dumps({folder: entropies(folder, int(sys.argv[1])) for folder in sys.argv[2:]}))
