"""Copies every kind of cache that mlx_lm has as driver.py does, and looks
whether the copy is whole and the original stays as it was.

    python caches.py DRIVER.py
"""

import importlib.util
import os
import sys

out = os.dup(1)
spec = importlib.util.spec_from_file_location("driver", sys.argv[1])
driver = importlib.util.module_from_spec(spec)
spec.loader.exec_module(driver)

import mlx.core as mx
import mlx_lm.models.cache as c

bench = driver.Bench(driver.Library(True), None, {"vocab_size": 10}, 0, None)


def tokens(n):
    return mx.random.normal((1, 2, n, 64)), mx.random.normal((1, 2, n, 64))


def arrays(x):
    if isinstance(x, mx.array):
        return [x]
    return [a for y in x for a in arrays(y)] if isinstance(x, (list, tuple)) else []


def equal(a, b):
    return len(a) == len(b) > 0 and all(x.shape == y.shape and bool(mx.all(x == y)) for x, y in zip(a, b))


def attend(cache, n):
    cache.update_and_fetch(*tokens(n))


def recur(cache, n):
    cache[0], cache[1] = mx.full((1, 3), n), mx.full((1, 4), n)


def both(cache, n):
    attend(cache[0], n)
    attend(cache[1], n)


for name, make, step in (
    ("keys and values", lambda: c.KVCache(), attend),
    ("a window", lambda: c.RotatingKVCache(max_size=32, keep=4), attend),
    ("quantised", lambda: c.QuantizedKVCache(group_size=64, bits=8), attend),
    ("chunks", lambda: c.ChunkedKVCache(16), attend),
    ("a state", lambda: c.ArraysCache(2), recur),
    ("several", lambda: c.CacheList(c.KVCache(), c.RotatingKVCache(max_size=32)), both),
):
    cache = make()
    step(cache, 40)
    bench.kept = [cache]
    twin = bench.copied()
    whole = twin is not None and equal(arrays(cache.state), arrays(twin[0].state))
    before = [mx.array(a) for a in arrays(cache.state)]
    if whole:
        step(twin[0], 1)
        mx.eval(arrays(twin[0].state))
    os.write(out, ("%s: %s\n" % (name, "ok" if whole and equal(before, arrays(cache.state)) else "WRONG")).encode())
