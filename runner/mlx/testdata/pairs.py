"""Holds driver.py against mlx_lm.benchmark in one process, on one model.

    python pairs.py DRIVER.py MODEL PAIRS P G

Prints a JSON line for each pair, the two taken in alternating order: seconds
of the driver's ppP and tgG@dP, and the rates that mlx_lm.benchmark itself
printed for -p P -g G; then of the same tgG with signs of life on, off, and off
again.
"""

import contextlib
import importlib.util
import io
import json
import os
import re
import sys

path, folder, pairs, P, G = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
out = os.dup(1)
spec = importlib.util.spec_from_file_location("driver", path)
driver = importlib.util.module_from_spec(spec)
spec.loader.exec_module(driver)
driver.VOICE = os.open(os.devnull, os.O_WRONLY)

import mlx_lm.benchmark as tool

lib = driver.Library(False)
model, config, size = driver.load(lib, folder)
loaded = tool.load(folder, return_config=True)
tool.load = lambda *a, **k: loaded
sys.argv = ["driver", "--model", folder, "--tests", "pp%d,tg%d@d%d" % (P, G, P)]
bench = driver.Bench(lib, model, config, size, driver.arguments())
prompt, generation = bench.a.tests


def ours(test, ticks):
    cache = bench.cache(0, 0, test)
    return bench.once(test, cache, test.generation, driver.Ticks(ticks))[0] / 1e9


def theirs():
    sys.argv = ["mlx_lm.benchmark", "--model", folder, "-p", str(P), "-g", str(G), "-n", "1"]
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        tool.main()
    m = re.search(r"Trial 1:\s+prompt_tps=([\d.]+), generation_tps=([\d.]+)", words.getvalue())
    return {"prompt_tps": float(m[1]), "generation_tps": float(m[2])}


def say(what):
    os.write(out, (json.dumps(what) + "\n").encode())


ours(prompt, True), ours(generation, True), theirs()
for i in range(pairs):
    pair = {}
    for side in ("ours", "theirs") if i % 2 == 0 else ("theirs", "ours"):
        if side == "ours":
            pair.update(pp=ours(prompt, True), tg=ours(generation, True))
        else:
            pair.update(theirs())
    order = ("on", "off", "again") if i % 2 == 0 else ("again", "off", "on")
    pair.update({"tg_" + name: ours(generation, name == "on") for name in order})
    say(pair)
