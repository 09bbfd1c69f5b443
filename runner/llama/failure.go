package llama

import (
	"regexp"

	"dyno/bench"
)

// Found is what lies at a model's path.
type Found string

// What may lie there. Engines have one message for several of them.
const (
	FoundUnknown      Found = ""
	FoundFile         Found = "file"
	FoundNothing      Found = "nothing"
	FoundFolder       Found = "folder"
	FoundEmpty        Found = "empty"
	FoundNoPermission Found = "no permission"
)

// scope is how much work a failure settles.
type scope int

const (
	// scopeTest: the test in flight; the rest is tried again.
	scopeTest scope = iota
	// scopeJob: all tests with the same parameters.
	scopeJob
	// scopeInvocation: everything on the same command line.
	scopeInvocation
	// scopeModel: everything with this model, build and load parameters.
	scopeModel
	// scopeStage: the model if it was still being loaded, else the test.
	scopeStage
)

// rule turns words of an engine into a failure. $1 in reason and remedy is
// the first group; $M1 is it read as MiB, $B1 as bytes, $F1 as a path of
// which only the last part is shown.
type rule struct {
	words          *regexp.Regexp
	code           bench.FailureCode
	scope          scope
	reason, remedy string
}

func says(words string) *regexp.Regexp { return regexp.MustCompile(words) }

const (
	remedyDownload = "download the file again; compare its size with that at the place it came from"
	remedyMemory   = "choose a smaller model or quantisation; close other programs that hold memory; or put fewer layers on the GPU (-ngl)"
	remedyContext  = "use a smaller depth (-d), prompt (-p) or batch (-b, -ub), or a smaller cache type (-ctk q8_0 -ctv q8_0 -fa on)"
	remedyUpdate   = "update llama.cpp, or choose a newer engine build (dyno engines)"
)

// rules is ordered: the first that matches any line decides, so the
// particular stands before the general.
var rules = []rule{
	// A program that does not get as far as being llama-bench.
	{says(`error while loading shared libraries: ([^:\s]+)`), bench.FailEngineNotRunning, scopeModel,
		"the engine cannot start: it misses the library $F1", "install the package that has $F1, or install the engine again (dyno setup)"},
	{says(`Library not loaded: (\S+)`), bench.FailEngineNotRunning, scopeModel,
		"the engine cannot start: it misses the library $F1", "install the engine again (dyno setup, or brew reinstall llama.cpp)"},
	{says("version [`'](\\S+)' not found"), bench.FailEngineNotRunning, scopeModel,
		"the engine was built for a newer system: it needs $1", "choose a build made for this system (dyno setup)"},
	{says(`[Ee]xec format error|cannot execute binary file|bad CPU type`), bench.FailEngineNotRunning, scopeModel,
		"the engine was built for another kind of processor", "choose a build made for this machine (dyno setup)"},
	{says(`CPU backend is not loaded|no backends are loaded`), bench.FailEngineNotRunning, scopeModel,
		"the engine finds none of its backends (libggml-cpu-…)", "install the engine again, whole (dyno setup)"},

	// The command line.
	{says(`error: invalid device: (\S+)`), bench.FailUnknownDevice, scopeModel,
		"this engine build has no device $1", "dyno engines lists the devices of each build; choose one of them or leave -dev out"},
	{says(`invalid parameter for argument: (\S+)`), bench.FailUnsupportedFlag, scopeInvocation,
		"this engine build refuses the flag $1 or its value", "leave $1 out, give it another value, or choose another engine build"},
	{says(`failed to parse cpu-?mask: (\S+)`), bench.FailUnsupportedFlag, scopeTest,
		"the CPU mask $1 is not understood", "give -C a hexadecimal number such as 0xff"},
	{says(`failed to set process priority`), bench.FailUnsupportedFlag, scopeInvocation,
		"the system does not permit the priority asked for (--prio)", "use --prio 0, or start dyno with the right to raise priorities"},
	{says(`failed to download model from Hugging ?Face`), bench.FailFileMissing, scopeModel,
		"the model could not be downloaded", "download the file first and name its path"},

	// The file.
	{says(`illegal split file(?: idx)?: (\d+)`), bench.FailNotFirstShard, scopeModel,
		"this is not the first file of a model in several files", "name the first one, …-00001-of-….gguf"},
	{says(`invalid split file(?: name)?: `), bench.FailShardMissing, scopeModel,
		"this file is one part of a model in several files, but its name no longer says which", "give it back its name …-00001-of-0000N.gguf, beside the other parts"},
	{says(`failed to load GGUF split from (.+)$`), bench.FailShardMissing, scopeModel,
		"a part of the model, $F1, is missing or cannot be read", "download every part into the same folder"},
	{says(`open (?:GGUF file )?'([^']*-0*[1-9]\d*-of-\d{5}\.gguf)'.*No such file`), bench.FailShardMissing, scopeModel,
		"a part of the model, $F1, is missing", "download every part into the same folder"},
	{says(`invalid split count|tensor '([^']*)' is duplicated`), bench.FailFileDamaged, scopeModel,
		"the files of this model do not belong together", "download every part again into one folder"},
	{says(`open.*No such file or directory|file.*does not exist|(?:open|file).*cannot find the (?:file|path)`), bench.FailFileMissing, scopeModel,
		"the model's file is not there", "check the path; was it moved, or is a disk not mounted?"},
	{says(`open.*[Pp]ermission denied|open.*Access is denied`), bench.FailFileUnreadable, scopeModel,
		"the model's file may not be read", "give yourself the right to read it (chmod u+r, or ask its owner)"},
	{says(`open.*Is a directory`), bench.FailIsFolder, scopeModel,
		"the path is a folder, not a model", "name the .gguf file inside it"},
	{says(`failed to open (?:GGUF file )?'`), bench.FailFileUnreadable, scopeModel,
		"the model's file could not be opened", "check the path and the right to read it"},
	{says(`Input/output error|read error: |fread.*failed`), bench.FailFileUnreadable, scopeModel,
		"the disk gave an error while the model was read", "check the disk; copy the file elsewhere and try again"},
	{says(`version is (\d{7,})|version (\d{7,}) is extremely large|host and model endianness`), bench.FailByteOrder, scopeModel,
		"the file was made for machines of the other byte order", "download the usual (little-endian) version of the model"},
	{says(`GGUF ?v1 is no longer supported|is no longer supported, please use a more up-to-date version`), bench.FailFormatTooOld, scopeModel,
		"the file is in a form of GGUF from 2023 that engines no longer read", "download a current conversion of the model"},
	{says(`GGUF file is version (\d+) but`), bench.FailEngineTooOld, scopeModel,
		"the file is GGUF version $1, newer than this engine build knows", remedyUpdate},
	{says(`invalid magic characters:? ''|invalid magic characters:? '[\s\x{FFFD}·]+'`), bench.FailFileEmpty, scopeModel,
		"the file is empty", remedyDownload},
	{says(`failed to read magic`), bench.FailFileEmpty, scopeModel,
		"the file is empty, or a folder", remedyDownload},
	{says(`invalid magic`), bench.FailNotModel, scopeModel,
		"the file is not a GGUF model", "name a .gguf file; a download that saved a web page instead is the usual cause"},
	{says(`data is not within the file bounds|corrupted or incomplete|unexpectedly reached end of file`), bench.FailFileIncomplete, scopeModel,
		"the file is incomplete: data of its tensors is missing", remedyDownload},
	{says(`exceeds remaining file size|failed to read key-value pairs|failed to read tensor info|failed to seek to (?:the )?beginning of data|failed to read (?:the )?(?:tensor )?data`), bench.FailFileIncomplete, scopeModel,
		"the file is incomplete: it ends within its header", remedyDownload},
	{says(`number of (?:tensors|key value pairs).* must be in|failed to read header`), bench.FailFileDamaged, scopeModel,
		"the file's header is damaged", remedyDownload},

	// An engine that does not know this model.
	{says(`unknown model architecture: '([^']*)'`), bench.FailEngineTooOld, scopeModel,
		"this engine build does not know the architecture $1", remedyUpdate},
	{says(`unknown (?:pre-tokenizer|tokenizer) type: '([^']*)'|unknown tokenizer: '([^']*)'`), bench.FailEngineTooOld, scopeModel,
		"this engine build does not know the model's tokenizer", remedyUpdate},
	{says(`invalid ggml type (\d+)|unknown type (\d+)|of unknown type`), bench.FailEngineTooOld, scopeModel,
		"the model's quantisation is of a kind this engine build does not know", remedyUpdate + "; some quantisations need a fork of llama.cpp"},
	{says(`missing tensor '([^']*)'|wrong number of tensors; expected (\d+), got (\d+)|has wrong shape|key not found in model: (\S+)`), bench.FailEngineTooOld, scopeModel,
		"this engine build and the model's file do not fit together", remedyUpdate + ", or download a current conversion of the model"},

	// Memory, with figures where there are any.
	{says(`insufficient memory \(attempted to allocate\s+([\d.]+) MB\)`), bench.FailOutOfMemory, scopeStage,
		"there was not enough memory: a piece of $M1 was refused", ""},
	{says(`allocating ([\d.]+) MiB on device (\d+): .*out of memory`), bench.FailOutOfMemory, scopeStage,
		"the memory of GPU $2 was not enough: a piece of $M1 was refused", ""},
	{says(`Device memory allocation of size (\d+) failed`), bench.FailOutOfMemory, scopeStage,
		"the GPU's memory was not enough: a piece of $B1 was refused", ""},
	{says(`failed to allocate buffer, size =\s+([\d.]+) MiB`), bench.FailOutOfMemory, scopeStage,
		"the GPU's memory was not enough: a piece of $M1 was refused", ""},
	{says(`failed to allocate (\S+) buffer of size (\d+)`), bench.FailOutOfMemory, scopeStage,
		"there was not enough memory on $1: a piece of $B2 was refused", ""},
	{says(`failed to allocate buffer of size (\d+)`), bench.FailOutOfMemory, scopeStage,
		"there was not enough memory: a piece of $B1 was refused", ""},
	{says(`mmap failed: Cannot allocate memory|mmap failed: .*not enough|MapViewOfFile failed`), bench.FailOutOfMemory, scopeModel,
		"the model does not fit into the memory this process may use", ""},
	{says(`unable to allocate (\S+) buffer`), bench.FailOutOfMemory, scopeStage,
		"the model does not fit into the memory of $1", ""},
	{says(`failed to allocate buffer for kv cache|failed to allocate buffer for rs cache`), bench.FailOutOfMemory, scopeTest,
		"there was not enough memory for the context of this test", ""},
	{says(`failed to allocate compute|pre-allocat.*failed`), bench.FailOutOfMemory, scopeTest,
		"there was not enough memory to compute with", ""},
	{says(`(?i)ErrorOutOfDeviceMemory|ErrorOutOfHostMemory|hipErrorOutOfMemory|CUDA error: out of memory|cudaMalloc failed|kIOGPUCommandBufferCallbackErrorOutOfMemory|Insufficient Memory`), bench.FailOutOfMemory, scopeStage,
		"the GPU's memory was not enough", ""},
	{says(`std::bad_alloc|Cannot allocate memory`), bench.FailOutOfMemory, scopeStage,
		"there was not enough memory", ""},

	// The context of a test.
	{says(`quantized V cache requires flash_attn|V cache quantization requires flash_attn`), bench.FailNeedsFlashAttn, scopeJob,
		"a quantised V cache needs flash attention, which is off", "add -fa on, or leave -ctv out"},
	{says(`failed to decode (?:prompt|generation) batch, res = (-?\d+)`), bench.FailDecode, scopeTest,
		"the engine gave up computing (llama_decode returned $1)", remedyContext},
	{says(`error: failed to run (\w+)`), bench.FailDecode, scopeTest,
		"the engine gave up computing ($1)", remedyContext},
	{says(`no kernel image is available|invalid device function`), bench.FailCrashed, scopeModel,
		"this engine build was not made for this GPU", "choose a build made for it (dyno setup), or another backend"},
	{says(`ErrorDeviceLost|device lost|GPU Hang|kIOGPUCommandBufferCallbackError\w+`), bench.FailCrashed, scopeTest,
		"the GPU stopped answering and was reset", "update its driver; try smaller batches (-ub 256), or another backend"},
	{says(`(?:CUDA|ROCm|HIP|SYCL) error:? (.+)$`), bench.FailCrashed, scopeTest,
		"the GPU's library failed: $1", "update driver and engine build together, or choose another backend"},
	{says(`(GGML_ASSERT\(.*\)) failed`), bench.FailCrashed, scopeStage,
		"the engine found itself in a state it does not allow ($1)", "try another engine build; with unusual parameters, try without them"},
	{says(`ggml[^:]*:\d+: (.+)$`), bench.FailCrashed, scopeStage,
		"the engine gave itself up ($1)", "try another engine build; with unusual parameters, try without them"},
	{says(`terminate called|libc\+\+abi: terminating`), bench.FailCrashed, scopeStage,
		"the engine crashed on an error nobody caught", "try another engine build; with unusual parameters, try without them"},
	{says(`No space left on device`), bench.FailDiskFull, scopeInvocation,
		"the disk is full", "make room and resume"},

	// Builds that give no reason.
	{says(`error: failed to create context with model`), bench.FailUnknown, scopeTest,
		"the engine could not make a context for this test and did not say why; too little memory is the usual cause", remedyContext},
	{says(`error: failed to load model|error loading model: (.+)$`), bench.FailUnknown, scopeModel,
		"the engine could not load the model and did not say why", "check that the file is complete; an engine build of this year may say more"},
}

// signalNote is a death by signal, where the engine's words say nothing.
type signalNote struct {
	code           bench.FailureCode
	scope          scope
	reason, remedy string
}

var signals = map[string]signalNote{
	"SIGKILL": {bench.FailKilled, scopeStage,
		"the engine was killed; unless somebody did that by hand, memory ran out", remedyMemory},
	"SIGABRT": {bench.FailCrashed, scopeStage, "the engine crashed: it gave itself up", "try another engine build; with unusual parameters, try without them"},
	"SIGSEGV": {bench.FailCrashed, scopeStage, "the engine crashed: it touched memory that is not its own", "try another engine build or backend"},
	"SIGBUS":  {bench.FailCrashed, scopeStage, "the engine crashed: the model's file could not be read where it is mapped", "was the file changed or its disk removed meanwhile? try -lm none"},
	"SIGILL":  {bench.FailEngineNotRunning, scopeModel, "the engine uses instructions this processor does not have", "choose a build made for this machine (dyno setup)"},
	"SIGFPE":  {bench.FailCrashed, scopeStage, "the engine crashed: it divided by zero", "try another engine build; with unusual parameters, try without them"},
	"SIGPIPE": {bench.FailKilled, scopeTest, "the engine's output had no reader any more", "run it again; if it repeats, look whether dyno itself was ended"},
	"SIGTERM": {bench.FailKilled, scopeTest, "somebody ended the engine", "run it again; look whether the machine was shutting down"},
	"SIGINT":  {bench.FailKilled, scopeTest, "somebody interrupted the engine", "run it again"},
	"SIGHUP":  {bench.FailKilled, scopeTest, "the engine's terminal went away", "run it again"},
	"SIGXCPU": {bench.FailKilled, scopeTest, "the engine used up the processor time it was allowed", "raise the limit (ulimit -t)"},
	"SIGXFSZ": {bench.FailKilled, scopeTest, "the engine wrote a larger file than it was allowed", "raise the limit (ulimit -f)"},
}

// codes are exit codes that stand for a signal: of a shell in between (128
// and the signal's number), and of Windows.
var codes = map[uint32]string{
	129: "SIGHUP", 130: "SIGINT", 132: "SIGILL", 134: "SIGABRT", 135: "SIGBUS", 136: "SIGFPE", 137: "SIGKILL",
	138: "SIGBUS", 139: "SIGSEGV", 141: "SIGPIPE", 143: "SIGTERM", 152: "SIGXCPU", 153: "SIGXFSZ",
	0xC0000005: "SIGSEGV", 0xC0000409: "SIGABRT", 0xC000001D: "SIGILL", 0xC000013A: "SIGINT",
	0xC0000094: "SIGFPE", 0xC0000006: "SIGBUS", 0xC0000017: "SIGKILL", 0xC000012D: "SIGKILL",
}

// missingLibrary are Windows' exit codes for a program without its DLLs.
var missingLibrary = map[uint32]bool{0xC0000135: true, 0xC0000139: true, 0xC0000142: true, 0xC000007B: true}
