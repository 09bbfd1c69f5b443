"""dragstrip's driver of mlx_lm: measures what llama-bench measures.

dragstrip starts it with the Python of an environment that holds mlx-lm. It can be
started by hand, too:

    python driver.py --model FOLDER --tests pp512,tg128,tg128@d4096 -r 6

It writes one JSON object a line to what was standard output when it began.
Whatever libraries print later goes to standard error and cannot spoil it.
It needs no tokenizer and no network. It ends on TERM, on INT, and when its
standard input is a pipe that closes.

  ppP        P tokens processed, with the last one's logits; nothing sampled
  tgG        G greedy steps, timed from one token to the G-th after it, so that
             exactly G steps lie between; an end token ends nothing
  ppP+tgG    both, timed from the start of the prompt
  …@dD       with D tokens in the cache before the clock starts
"""

import os
import sys

# Python puts the folder of the script before its own modules. That is the
# session's folder, which may come from elsewhere and hold a json.py.
if sys.path and os.path.realpath(sys.path[0]) == os.path.dirname(os.path.realpath(__file__)):
    del sys.path[0]

# Before anything is imported that might print.
VOICE = os.dup(1)
os.dup2(2, 1)

import argparse
import copy
import json
import re
import signal
import stat
import threading
import time
import traceback

TICK_NS = 100_000_000  # a sign of life ten times a second at most


def say(event, **facts):
    line = (json.dumps({"e": event, **facts}) + "\n").encode("ascii")
    try:
        while line:
            line = line[os.write(VOICE, line):]
    except OSError:  # nobody listens any more
        os._exit(3)


def end_with_stdin():
    """Ends this process when its standard input, a pipe, does."""
    try:
        if not stat.S_ISFIFO(os.fstat(0).st_mode):
            return
    except OSError:
        return

    def watch():
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


class Test:
    def __init__(self, name):
        form = re.fullmatch(r"(?:pp(\d+))?\+?(?:tg(\d+))?(?:@d(\d+))?", name)
        if not form or not (form[1] or form[2]):
            raise SystemExit("not a test: %r (pp512, tg128, pp512+tg128, tg128@d4096)" % name)
        self.name = name
        self.prompt, self.generation, self.depth = (int(n or 0) for n in form.groups())


def arguments():
    p = argparse.ArgumentParser(description="measures a model with mlx_lm; see the head of this file")
    p.add_argument("--model", required=True, help="folder with config.json and model*.safetensors")
    p.add_argument("--tests", required=True, help="pp512,tg128@d4096 …")
    p.add_argument("-r", "--repetitions", type=int, default=6)
    p.add_argument("--prefill-step-size", type=int, default=2048, help="prompt tokens processed at a time")
    p.add_argument("--delay", type=int, default=0, help="seconds to rest before each test")
    p.add_argument("--no-warmup", action="store_true", help="measure the first repetition cold")
    p.add_argument("--no-ticks", action="store_true", help="no signs of life while tokens are generated")
    p.add_argument("--cpu", action="store_true", help="compute on the CPU")
    a = p.parse_args()
    a.tests = [Test(name) for name in a.tests.split(",")]
    return a


class Ticks:
    """Signs of life, merged by time."""

    def __init__(self, on):
        self.on = on
        self.began = self.last = time.perf_counter_ns()

    def __call__(self, done, of):
        if not self.on:
            return
        now = time.perf_counter_ns()
        if now - self.last >= TICK_NS:
            self.last = now
            say("tick", done=done, of=of, ns=now - self.began)


class Library:
    """mlx and mlx_lm, with what this version of them has. Functions are looked
    for where they have been over the last years; numbers of versions are not
    asked."""

    def __init__(self, cpu):
        import importlib
        import inspect
        from importlib import metadata

        import mlx.core as mx

        if cpu:
            mx.set_default_device(mx.cpu)
        self.mx = mx
        # "import mlx_lm.generate as g" would give the function of that name.
        self.generate = importlib.import_module("mlx_lm.generate")
        self.utils = importlib.import_module("mlx_lm.utils")
        self.make_cache = importlib.import_module("mlx_lm.models.cache").make_prompt_cache
        self.parameters = inspect.signature(self.generate.generate_step).parameters
        self.stream = getattr(self.generate, "generation_stream", None)
        self.lacks = [n for n in ("max_tokens", "prompt_cache") if n not in self.parameters]

        def version(name):
            try:
                return metadata.version(name)
            except metadata.PackageNotFoundError:
                return ""

        self.versions = {
            "mlx": version("mlx") or getattr(mx, "__version__", ""),
            "mlx_lm": version("mlx-lm"),
            "python": "%d.%d.%d" % sys.version_info[:3],
        }

    def device(self):
        mx = self.mx
        kind = "gpu" if mx.default_device() == mx.Device(mx.gpu) else "cpu"
        facts = {}
        for holder in (mx, getattr(mx, "metal", None)):
            try:
                facts = dict(holder.device_info())
                break
            except Exception:
                continue
        backend = "CPU"
        if kind == "gpu":
            metal = getattr(mx, "metal", None)
            backend = "Metal" if metal is not None and metal.is_available() else "CUDA"
        return {
            "device": kind,
            "backend": backend,
            "device_name": str(facts.get("device_name", "")) if kind == "gpu" else "",
            "memory_bytes": int(facts.get("memory_size", 0) or 0),
            "working_set_bytes": int(facts.get("max_recommended_working_set_size", 0) or 0),
        }

    def memory(self, name):
        """get_peak_memory and its like, which moved from mx.metal to mx."""
        f = getattr(self.mx, name, None) or getattr(getattr(self.mx, "metal", None), name, None)
        try:
            return int(f() or 0)
        except Exception:
            return 0

    def settle(self):
        """Waits for everything that is queued."""
        self.mx.synchronize()
        if self.stream is not None:
            try:
                self.mx.synchronize(self.stream)
            except Exception:
                pass

    def steps(self, tokens, model, cache, most, step, progress=None):
        extra = {"max_tokens": most, "prompt_cache": cache}
        if "prefill_step_size" in self.parameters:
            extra["prefill_step_size"] = step
        if progress is not None and "prompt_progress_callback" in self.parameters:
            extra["prompt_progress_callback"] = progress
        return self.generate.generate_step(tokens, model, **extra)

    def wired(self, model):
        """Keeps weights in memory while measuring, as mlx_lm does for itself;
        it is nothing but on macOS."""
        wired_limit = getattr(self.generate, "wired_limit", None)
        if wired_limit is None:
            import contextlib

            return contextlib.nullcontext()
        return wired_limit(model, [self.stream] if self.stream is not None else None)


def load(lib, folder):
    """Loads without a tokenizer, piece by piece, so that progress is seen."""
    from pathlib import Path

    from mlx.utils import tree_flatten

    mx = lib.mx
    loaded = lib.utils.load_model(Path(folder), lazy=True)
    model, config = loaded if isinstance(loaded, tuple) else (loaded, None)
    if config is None:
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
            config = json.load(f)
    arrays = [a for _, a in tree_flatten(model.parameters())]
    total = sum(a.nbytes for a in arrays)
    done, piece, size, last = 0, [], 0, time.perf_counter_ns()
    for a in arrays:
        piece.append(a)
        size += a.nbytes
        if size < 64 << 20:
            continue
        mx.eval(piece)
        done, piece, size = done + size, [], 0
        if time.perf_counter_ns() - last >= TICK_NS:
            last = time.perf_counter_ns()
            say("loading", done=done, of=total)
    mx.eval(piece)
    mx.eval(model.parameters())
    if hasattr(model, "eval"):
        model.eval()
    lib.settle()
    return model, config, total


class Bench:
    def __init__(self, lib, model, config, size, a):
        self.lib, self.mx, self.model, self.size, self.a = lib, lib.mx, model, size, a
        text = config.get("text_config")
        text = text if isinstance(text, dict) else {}
        self.vocabulary = int(config.get("vocab_size") or text.get("vocab_size") or 1000)
        self.filled, self.kept = 0, None  # a cache that holds so many tokens

    def tokens(self, n):
        return self.mx.random.randint(0, self.vocabulary, (n,))

    def fill(self, depth, tick):
        cache = self.lib.make_cache(self.model)
        for _ in self.lib.steps(self.tokens(depth), self.model, cache, 0, self.a.prefill_step_size, tick):
            pass
        self.lib.settle()
        return cache

    def cache(self, i, k, test):
        """A cache with the test's depth in it. It is filled once and copied
        for each repetition; where it cannot be copied it is filled again."""
        if test.depth == 0:
            return self.lib.make_cache(self.model)
        if self.filled == test.depth and self.kept is not None:
            twin = self.copied()
            if twin is not None:
                say("fill", i=i, k=k, cached=True)
                return twin
        say("fill", i=i, k=k, cached=False)
        cache = self.fill(test.depth, Ticks(True))
        self.filled, self.kept = test.depth, cache
        twin = self.copied()
        if twin is None:
            self.kept = None
            return cache
        return twin

    def copied(self):
        """The kept cache with arrays of its own: one that shares them would
        have to copy them while the clock runs."""
        mx, arrays = self.mx, []

        def own(x):
            if isinstance(x, mx.array):
                a = mx.logical_or(x, False) if x.dtype == mx.bool_ else x + mx.zeros((), dtype=x.dtype)
                arrays.append(a)
                return a
            if isinstance(x, list):
                return [own(y) for y in x]
            if isinstance(x, tuple) and type(x) is tuple:
                return tuple(own(y) for y in x)
            if isinstance(x, dict):
                return {k: own(y) for k, y in x.items()}
            if hasattr(x, "__dict__"):
                for name, value in list(vars(x).items()):
                    vars(x)[name] = own(value)
            return x

        try:
            twin = own(copy.deepcopy(self.kept))
            mx.eval(arrays)
            self.lib.settle()
            return twin
        except Exception:
            return None

    def once(self, test, cache, generation, ticks):
        """One repetition: its time and, of a prompt with generation, the time
        to the first token, nanoseconds."""
        lib, clock, step = self.lib, time.perf_counter_ns, self.a.prefill_step_size
        prompt = self.tokens(test.prompt or 1)
        self.mx.eval(prompt)
        lib.settle()
        first = 0
        # Of a prompt progress is told by the step, of generation by the token.
        heard = (lambda done, of: ticks(done, test.prompt + generation)) if test.prompt else None
        if generation == 0:
            began = clock()
            for _ in lib.steps(prompt, self.model, cache, 0, step, heard):
                pass
            lib.settle()
            return clock() - began, first
        steps = lib.steps(prompt, self.model, cache, generation + 1, step, heard)
        began = clock()
        next(steps)
        if test.prompt:
            first = clock() - began
            say("first", ns=first)
        else:
            began = clock()  # the step that filled the pipeline does not count
        if ticks.on:
            for n in range(1, generation + 1):
                next(steps)
                ticks(test.prompt + n, test.prompt + generation)
        else:
            for _ in range(generation):
                next(steps)
        took = clock() - began
        steps.close()
        lib.settle()  # one step more is queued
        return took, first

    def warm_up(self, i, test):
        """What is compiled, allocated and clocked up at first. llama-bench
        does the whole prompt, and one token of a generation."""
        if test.prompt:
            cache = self.cache(i, 0, test)
            say("warmup", i=i)
            self.once(Test("pp%d" % test.prompt), cache, 0, Ticks(False))
        if test.generation:
            cache = self.cache(i, 0, test)
            say("warmup", i=i)
            few = min(test.generation, 16)
            began = time.monotonic()
            steps = self.lib.steps(self.tokens(1), self.model, cache, few, self.a.prefill_step_size)
            for n, _ in enumerate(steps):
                if n > 1 and time.monotonic() - began > 2:
                    break
            steps.close()
            self.lib.settle()

    def measure(self, i, test):
        a, lib = self.a, self.lib
        say("test", i=i, test=test.name)
        if test.depth != self.filled:  # what is kept is of no more use, and would be counted
            self.filled, self.kept = 0, None
            clear = getattr(self.mx, "clear_cache", None) or getattr(getattr(self.mx, "metal", None), "clear_cache", None)
            if clear is not None:
                clear()
        if a.delay:
            say("delay", i=i, seconds=a.delay)
            time.sleep(a.delay)
        reset = getattr(self.mx, "reset_peak_memory", None) or getattr(getattr(self.mx, "metal", None), "reset_peak_memory", None)
        if reset is not None:
            reset()
        if not a.no_warmup:
            self.warm_up(i, test)
        started, samples, firsts, kv = time.time(), [], [], 0
        for k in range(1, a.repetitions + 1):
            cache = self.cache(i, k, test)
            say("rep", i=i, k=k, of=a.repetitions)
            ns, first = self.once(test, cache, test.generation, Ticks(not a.no_ticks))
            samples.append(ns)
            if first:
                firsts.append(first)
            say("sample", i=i, k=k, of=a.repetitions, ns=ns)
            kv = max(kv, bytes_of(cache))
            del cache
        # At a depth the filled cache is kept and copied: the copy is this
        # driver's own and does not count.
        peak, caches = lib.memory("get_peak_memory"), 2 if test.depth else 1
        return {
            "i": i, "test": test.name, "samples_ns": samples, "first_token_ns": firsts, "started": started,
            "peak_bytes": peak, "kv_bytes": kv, "compute_bytes": max(0, peak - self.size - caches * kv),
        }


def bytes_of(cache):
    """What a cache holds, in bytes. Before 2026 caches do not say it."""
    from mlx.utils import tree_flatten

    total = 0
    for c in cache:
        try:
            total += int(c.nbytes)
        except Exception:
            try:
                total += sum(a.nbytes for _, a in tree_flatten(c.state) if hasattr(a, "nbytes"))
            except Exception:
                return 0
    return total


def weights_of(config):
    """bits, group and mode of the quantization, as far as the config says."""
    q = config.get("quantization") or config.get("quantization_config")
    q = q if isinstance(q, dict) else {}
    facts = {k: q[k] for k in ("bits", "group_size") if type(q.get(k)) is int}
    if isinstance(q.get("mode"), str):
        facts["mode"] = q["mode"]
    return facts


def name_of(config, weights):
    """The model as MLX would name it: "llama 4bit", "gpt_oss mxfp4"."""
    name = str(config.get("model_type", ""))
    if weights.get("mode", "affine") != "affine":
        name += " " + weights["mode"]
    elif weights.get("bits", 0) > 0:
        name += " %dbit" % weights["bits"]
    return name.strip()


def main():
    a = arguments()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python would finish a whole step of the prompt first
    end_with_stdin()
    stage, at = "start", None
    try:
        say("hello", driver=1)
        lib = Library(a.cpu)
        about = {**lib.versions, **lib.device()}
        text = "mlx-lm %(mlx_lm)s, mlx %(mlx)s, Python %(python)s" % lib.versions
        say("engine", text=text, **about, lacks=lib.lacks)
        if lib.lacks:
            raise RuntimeError("generate_step of mlx_lm %s has no %s" % (lib.versions["mlx_lm"], " and no ".join(lib.lacks)))
        lib.mx.random.seed(0)
        stage, began = "load", time.perf_counter_ns()
        say("load")
        model, config, size = load(lib, a.model)
        weights = weights_of(config)
        facts = {"model_type": name_of(config, weights), "model_bytes": size, **weights}
        say("loaded", ns=time.perf_counter_ns() - began, active_bytes=lib.memory("get_active_memory"), **facts)
        bench = Bench(lib, model, config, size, a)
        stage = "test"
        with lib.wired(model):
            for i, test in enumerate(a.tests):
                at = i
                result = bench.measure(i, test)
                say("result", **result, **about, **facts, prefill_step_size=a.prefill_step_size)
        say("bye")
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        sys.stderr.write(trace[-6000:])
        sys.stderr.flush()
        say("error", stage=stage, i=at, type=type(error).__name__, text=str(error)[:2000])
        sys.exit(1)


if __name__ == "__main__":
    main()
