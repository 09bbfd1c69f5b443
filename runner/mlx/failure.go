package mlx

import (
	"bytes"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/words"
)

const (
	remedySetup    = "`dragstrip setup mlx` makes a separate environment that works; `dragstrip engines mlx` lists what was found"
	remedyUpdate   = "install a newer mlx-lm: `dragstrip setup mlx --upgrade`, or pip install --upgrade mlx-lm in that environment"
	remedyDownload = "download the whole model folder again; compare the file sizes with those on the page it came from"
	remedyMemory   = "choose a smaller model or quantization, or close other programs that hold memory"
	remedyContext  = "use a smaller depth (-d) or prompt (-p), or fewer prompt tokens at a time (-b 512)"
	remedyLook     = "see the engine's own log; try another version of mlx-lm"
)

// The order of rules matters: the first rule that any line matches decides. The
// texts are from mlx 0.29 to 0.32 and mlx-lm 0.28 to 0.32. The texts about
// Metal were not seen on a Mac: they are from the source and the issues of MLX
// (a missing device: 2691, 3397).
var rules = []words.Rule{
	// Python fails before it loads the model.
	words.When(`No module named '?mlx_lm`, bench.FailEngineMissing, words.Model,
		"this Python has no mlx-lm", remedySetup),
	words.When(`No module named '?mlx['.]|No module named '?mlx$`, bench.FailEngineNotRunning, words.Model,
		"this Python has no MLX", "install it into that environment (pip install 'mlx[cpu]'; on a Mac: pip install mlx), or: "+remedySetup),
	words.When(`libmlx\S*: cannot open shared object`, bench.FailEngineNotRunning, words.Model,
		"MLX is installed without a backend to compute on", "install one into that environment (pip install 'mlx[cpu]'), or: "+remedySetup),
	words.When(`No module named '?([\w.]+)`, bench.FailEngineNotRunning, words.Model,
		"the Python environment lacks the package $1", "install it there with pip, or: "+remedySetup),
	words.When("(GLIBC\\S*|GLIBCXX\\S*)[`'] not found", bench.FailEngineNotRunning, words.Model,
		"MLX was built for a newer system: it needs $1", "MLX's build for Linux needs glibc 2.35 (Debian 12, Ubuntu 22.04 or later)"),
	words.When(`cannot import name '(\w+)'|module '[^']*' has no attribute '(\w+)'`, bench.FailEngineTooOld, words.Model,
		"packages in this Python environment do not fit together: $1$2 is missing", remedySetup),
	words.When(`generate_step of mlx_lm (\S+) has no (\S+)`, bench.FailEngineTooOld, words.Model,
		"mlx-lm $1 is too old: its generate_step has no $2", remedyUpdate),
	words.When(`(?i)no (?:default )?metal device|metal::load_device|failed to (?:create|find) (?:a )?metal device|NSRangeException|beyond bounds for empty (?:NSA|a)rray`, bench.FailEngineNotRunning, words.Model,
		"MLX finds no Metal device", "MLX for macOS needs a Mac with Apple silicon, and does not work in a virtual machine"),
	words.When(`temp_directory_path`, bench.FailEngineNotRunning, words.Model,
		"the temporary folder in which MLX compiles does not exist", "create it, or set TMPDIR to another folder"),
	words.When(`Failed to compile function`, bench.FailEngineNotRunning, words.Model,
		"MLX compiles parts of a model with g++, and g++ does not work here", "repair g++, or turn off compilation: --engine 'MLX_DISABLE_COMPILE=1 mlx'"),

	// The model's folder.
	words.When(`Model type (\S+) not supported`, bench.FailEngineTooOld, words.Model,
		"this mlx-lm does not know the model type $1", remedyUpdate),
	words.When(`requires importing and running a custom module`, bench.FailNotModel, words.Model,
		"the model contains Python code, and dragstrip does not run a model's code", "choose a conversion without code"),
	words.When(`Tensor '([^']+)' invalid data offsets`, bench.FailFileIncomplete, words.Model,
		"the weights are incomplete: data of $1 is missing", remedyDownload),
	words.When(`Perhaps an incomplete download|Unable to read (\d+) bytes from file`, bench.FailFileIncomplete, words.Model,
		"a file of the weights is incomplete or empty", remedyDownload),
	words.When(`Invalid json header length`, bench.FailNotModel, words.Model,
		"a file of the weights is not a safetensors file; the usual cause is a pointer file that git (LFS) left in its place", "fetch the real files (git lfs pull), or download the folder again"),
	words.When(`\[read\] Unable to read from file`, bench.FailFileUnreadable, words.Model,
		"the weights could not be read: this process reached its memory limit, or the disk reported an error", remedyMemory+"; check the disk"),
	words.When(`No safetensors found`, bench.FailFileMissing, words.Model,
		"the folder holds no weights: no file is called model*.safetensors", remedyDownload),
	words.When(`KeyError: '([\w.]+\.(?:weight|scales|biases))'`, bench.FailShardMissing, words.Model,
		"a part of the weights is missing: there is no $1", "download every model-….safetensors into the same folder"),
	words.When(`Missing (\d+) parameters`, bench.FailShardMissing, words.Model,
		"a part of the weights is missing: $1 tensors", "download every model-….safetensors into the same folder"),
	words.When(`Received (\d+) parameters not in model`, bench.FailFileDamaged, words.Model,
		"config.json and the weights do not fit together: the weights hold $1 tensors too many (a missing quantization block in config.json causes this)", remedyDownload),
	words.When(`Expected shape (\([^)]*\)) but received shape (\([^)]*\)) for parameter (\S+)`, bench.FailFileDamaged, words.Model,
		"config.json and the weights do not fit together: $3 should be $1 and is $2", remedyDownload),
	words.When(`\[quantize\] (.+)$`, bench.FailFileDamaged, words.Model,
		"config.json and the weights do not fit together: $1", remedyDownload),
	words.When(`Failed to parse tokenizer|Couldn't instantiate the backend tokenizer|(?i)sentencepiece|tiktoken`, bench.FailFileIncomplete, words.Model,
		"the model has no tokenizer that can be loaded, and mlx_lm.benchmark needs one", "get tokenizer.json, or measure with dragstrip's own driver, which needs none: --engine mlx"),
	words.When(`No such file or directory: '[^']*config\.json`, bench.FailFileIncomplete, words.Model,
		"the folder holds no config.json", remedyDownload),
	words.When(`KeyError: '(model_type|quant_method|\w+)'$`, bench.FailFileDamaged, words.Model,
		"config.json lacks $1", remedyDownload),
	words.When(`missing \d+ required positional arguments?: (.+)$`, bench.FailFileDamaged, words.Model,
		"config.json lacks $1", remedyDownload),
	words.When(`JSONDecodeError`, bench.FailFileDamaged, words.Model,
		"config.json is damaged", remedyDownload),
	words.When(`HFValidationError|LocalEntryNotFoundError|RepositoryNotFoundError`, bench.FailFileMissing, words.Model,
		"the model's folder is not there", "check the path: was the folder moved, or is a disk not mounted?"),
	words.When(`NotADirectoryError`, bench.FailNotModel, words.Model,
		"the path is a file, but MLX reads folders", "name the folder with config.json and model*.safetensors"),
	words.When(`[Pp]ermission denied`, bench.FailFileUnreadable, words.Model,
		"no permission to read a file of the model", "give yourself the right to read it (chmod u+r, or ask its owner)"),
	words.When(`Input/output error`, bench.FailFileUnreadable, words.Model,
		"the disk reported an error while the model was read", "check the disk; copy the folder elsewhere and try again"),

	// Memory and the GPU.
	words.When(`Attempting to allocate (\d+) bytes which is greater than the maximum allowed buffer size of (\d+)`, bench.FailOutOfMemory, words.Stage,
		"the engine asked for $B1 in one piece, but Metal gives at most $B2", ""),
	words.When(`\[malloc\w*\] Unable to allocate (\d+) bytes`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory: $B1 could not be allocated", ""),
	words.When(`\[metal::malloc\] Resource limit|Insufficient Memory|kIOGPUCommandBufferCallbackErrorOutOfMemory|out of memory`, bench.FailOutOfMemory, words.Stage,
		"the GPU's memory was not enough", ""),
	words.When(`^MemoryError|std::bad_alloc|Cannot allocate memory`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory", ""),
	words.When(`Impacting Interactivity|GPU Timeout`, bench.FailCrashed, words.Test,
		"the system stopped the GPU's work because it blocked the screen", "process fewer prompt tokens at a time (-b 512), or log in over ssh"),
	words.When(`\[METAL\] Command buffer execution failed: (.+)$`, bench.FailCrashed, words.Test,
		"the GPU failed: $1", remedyLook),
	words.When(`No space left on device`, bench.FailDiskFull, words.Invocation,
		"the disk is full", "free some disk space and resume"),
	words.When(`unrecognized arguments: (.+)$`, bench.FailUnsupportedFlag, words.Invocation,
		"this version of mlx_lm.benchmark does not know $1", remedyUpdate),
	words.When(`^KeyboardInterrupt`, bench.FailKilled, words.Test,
		"somebody interrupted the engine", "measure it again"),
	words.When(`BrokenPipeError`, bench.FailKilled, words.Test,
		"nobody read the engine's output any more", "measure it again; if it happens again, check whether dragstrip itself was ended"),
}

// manner returns what is special about MLX. doubts are the warnings that are
// known before this start.
func manner(doubts []bench.Warning) driver.Manner {
	return driver.Manner{
		Title: "MLX", Program: "the Python of this environment", Gave: "mlx_lm failed", Starting: "starting Python",
		Doubts: doubts, Doubt: tightMemory, Spoken: traceback(), Rules: rules, Died: died,
		Look: remedyLook, Memory: remedyMemory, Context: remedyContext,
		CPUFallback: "see what the engine's own log says about the GPU; -dev none chooses the CPU",
	}
}

func tightMemory(text string) (bench.Warning, bool) {
	return bench.Warning{Code: "memory_tight", Text: "mlx_lm says: " + text}, strings.HasPrefix(text, "[WARNING] Generating with a model that requires")
}

func died(signal string, d *words.Death) {
	if signal == "SIGSEGV" {
		d.Reason += " (MLX's CPU build does not check whether it got memory, so running out of memory looks like this)"
		d.Remedy = remedyContext + "; " + remedyMemory
	}
}

// traceback returns a function that finds the error after a traceback of
// Python: the error is the first line that is not indented. After several
// tracebacks, the caller keeps the last error.
func traceback() func(line []byte) (string, bool) {
	tracing := false
	return func(line []byte) (string, bool) {
		switch {
		case len(line) > 0 && (line[0] == ' ' || line[0] == '\t' || len(bytes.Trim(line, "^~ ")) == 0): // a source line, or marks under one
		case string(line) == "Traceback (most recent call last):":
			tracing = true
		case tracing && len(line) > 0:
			tracing = false
			return words.CleanLine(line), true
		}
		return "", false
	}
}
