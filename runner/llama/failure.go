package llama

import (
	"dragstrip/bench"
	"dragstrip/runner/words"
)

const (
	remedyDownload      = "download the file again; compare its size with that on the page it came from"
	remedyMemory        = "choose a smaller model or quantization; close other programs that hold memory; or put fewer layers on the GPU (-ngl)"
	remedyContext       = "use a smaller depth (-d), prompt (-p) or batch (-b, -ub), or a smaller cache type (-ctk q8_0 -ctv q8_0 -fa on)"
	remedyUpdate        = "update llama.cpp, or choose a newer engine build (dragstrip engines)"
	remedyRemote        = "start ggml-rpc-server on that machine, with -H 0.0.0.0 if it is not this one; check address, port and firewall"
	remedyRemoteVersion = "use the same build of llama.cpp on both machines"
	// These are remedies for a file and an engine build that do not fit together.
	remedyOther     = remedyUpdate + "; or download a current conversion from the model's publisher; a model that was made for a fork of llama.cpp needs a build of that fork"
	remedyPublisher = "download the GGUF file of the model's publisher, or a common conversion of it, and measure that"
)

// The order of rules matters: the first rule that matches any line decides. So
// special rules come before general ones.
var rules = []words.Rule{
	// The program fails before llama-bench begins.
	words.When(`error while loading shared libraries: ([^:\s]+)`, bench.FailEngineNotRunning, words.Model,
		"the engine cannot start: the library $F1 is missing", "install the package that has $F1, or install the engine again (dragstrip setup)"),
	words.When(`Library not loaded: (\S+)`, bench.FailEngineNotRunning, words.Model,
		"the engine cannot start: the library $F1 is missing", "install the engine again (dragstrip setup, or brew reinstall llama.cpp)"),
	words.When("version [`'](\\S+)' not found", bench.FailEngineNotRunning, words.Model,
		"the engine was built for a newer system: it needs $1", "choose a build made for this system (dragstrip setup)"),
	words.When(`[Ee]xec format error|cannot execute binary file|bad CPU type`, bench.FailEngineNotRunning, words.Model,
		"the engine was built for another kind of processor", "choose a build made for this machine (dragstrip setup)"),
	words.When(`CPU backend is not loaded|no backends are loaded`, bench.FailEngineNotRunning, words.Model,
		"the engine finds none of its backends (libggml-cpu-…)", "install the engine again (dragstrip setup)"),

	// Another machine computes, and is the cause.
	words.When(`Cannot resolve host '([^']*)'`, bench.FailRemoteGone, words.Model,
		"no machine is called $1 (-rpc)", "check the name, or give the machine's address instead"),
	words.When(`Failed to parse endpoint: (\S+)`, bench.FailRemoteGone, words.Model,
		"$1 is not the address of another machine (-rpc)", "write HOST:PORT, such as 192.168.0.7:50052"),
	words.When(`Failed to connect to (\S+)`, bench.FailRemoteGone, words.Model,
		"the other machine $1 does not answer (-rpc)", remedyRemote),
	words.When(`RPC handshake failed for (\S+)`, bench.FailRemoteGone, words.Model,
		"what answers at $1 is not a ggml-rpc-server that this engine build understands", remedyRemoteVersion),
	words.When(`RPC server version mismatch: (\S+)`, bench.FailRemoteGone, words.Model,
		"the ggml-rpc-server on the other machine speaks another version ($1) than this engine build", remedyRemoteVersion),
	words.When(`Remote RPC server crashed or returned malformed response`, bench.FailRemoteGone, words.Stage,
		"the other machine stopped answering in the middle of the work (-rpc)", "see what ggml-rpc-server says there (it may have had too little memory); start it again, and then measure the failed tests again"),

	// The command line.
	words.When(`error: invalid device: (\S+)`, bench.FailUnknownDevice, words.Model,
		"this engine build has no device $1", "dragstrip engines lists the devices of each build; choose one of them or leave -dev out"),
	words.When(`invalid parameter for argument: (\S+)`, bench.FailUnsupportedFlag, words.Invocation,
		"this engine build refuses the flag $1 or its value", "leave $1 out, give it another value, or choose another engine build"),
	words.When(`failed to parse cpu-?mask: (\S+)`, bench.FailUnsupportedFlag, words.Test,
		"the CPU mask $1 is not valid", "give -C a hexadecimal number such as 0xff"),
	words.When(`failed to set process priority`, bench.FailUnsupportedFlag, words.Invocation,
		"the system does not allow this priority (-prio)", "use -prio 0, or start dragstrip with the right to raise priorities"),
	words.When(`failed to download model from Hugging ?Face`, bench.FailFileMissing, words.Model,
		"the model could not be downloaded", "download the file first and name its path"),

	// The model's file.
	words.When(`illegal split file(?: idx)?: (\d+)`, bench.FailNotFirstShard, words.Model,
		"this is not the first file of a model in several files", "name the first one, …-00001-of-….gguf"),
	words.When(`invalid split file(?: name)?: `, bench.FailShardMissing, words.Model,
		"this file is one part of a model in several files, but its name does not say which part", "rename it to …-00001-of-0000N.gguf, in the folder of the other parts"),
	words.When(`failed to load GGUF split from (.+)$`, bench.FailShardMissing, words.Model,
		"a part of the model, $F1, is missing or cannot be read", "download every part into the same folder"),
	words.When(`open (?:GGUF file )?'([^']*-0*[1-9]\d*-of-\d{5}\.gguf)'.*No such file`, bench.FailShardMissing, words.Model,
		"a part of the model, $F1, is missing", "download every part into the same folder"),
	words.When(`invalid split count|tensor '([^']*)' is duplicated`, bench.FailFileDamaged, words.Model,
		"the files of this model do not belong together", "download every part again into one folder"),
	words.When(`open.*No such file or directory|file.*does not exist|(?:open|file).*cannot find the (?:file|path)`, bench.FailFileMissing, words.Model,
		"the model's file is not there", "check the path: was the file moved, or is a disk not mounted?"),
	words.When(`open.*[Pp]ermission denied|open.*Access is denied`, bench.FailFileUnreadable, words.Model,
		"no permission to read the model's file", "give yourself the right to read it (chmod u+r, or ask its owner)"),
	words.When(`open.*Is a directory`, bench.FailIsFolder, words.Model,
		"the path is a folder, not a model", "name the .gguf file inside it"),
	words.When(`failed to open (?:GGUF file )?'`, bench.FailFileUnreadable, words.Model,
		"the model's file could not be opened", "check the path and the right to read it"),
	words.When(`Input/output error|read error: |fread.*failed`, bench.FailFileUnreadable, words.Model,
		"the disk reported an error while the model was read", "check the disk; copy the file elsewhere and try again"),
	words.When(`version is (\d{7,})|version (\d{7,}) is extremely large|host and model endianness`, bench.FailByteOrder, words.Model,
		"the file was made for machines with the other byte order", "download the usual (little-endian) version of the model"),
	words.When(`GGUF ?v1 is no longer supported|is no longer supported, please use a more up-to-date version`, bench.FailFormatTooOld, words.Model,
		"the file is in a GGUF version from 2023, which engines no longer read", "download a current conversion of the model"),
	words.When(`GGUF file is version (\d+) but`, bench.FailEngineTooOld, words.Model,
		"the file is GGUF version $1, which is too new for this engine build", remedyUpdate),
	words.When(`invalid magic characters:? ''|invalid magic characters:? '[\s\x{FFFD}·]+'`, bench.FailFileEmpty, words.Model,
		"the file is empty", remedyDownload),
	words.When(`failed to read magic`, bench.FailFileEmpty, words.Model,
		"the file is empty, or a folder", remedyDownload),
	words.When(`invalid magic`, bench.FailNotModel, words.Model,
		"the file is not a GGUF model", "name a .gguf file; a download that saved a web page instead is the usual cause"),

	// An intact file that this engine build cannot read. The engine first says
	// what it does not know, and then that reading failed.
	words.When(`of type \d+ \((?:TYPE_)?(\w+) REMOVED`, bench.FailFormatTooOld, words.Model,
		"engines no longer read the model's quantization, $1", "get the model in a common quantization, such as Q4_0 or Q4_K_M; or choose an old engine build that still reads $1"),
	words.When(`invalid ggml type (\d{3})\b`, bench.FailEngineTooOld, words.Model,
		"this engine build does not know the model's quantization (type $1), which comes from a fork", "choose a build of that fork (usually ik_llama.cpp), or get the model in a common quantization"),
	words.When(`invalid ggml type (\d+)|unknown type (\d+)|of unknown type`, bench.FailEngineTooOld, words.Model,
		"this engine build does not know the model's quantization", remedyUpdate+"; some quantizations need a fork of llama.cpp"),
	words.When(`unknown model architecture: '(gptoss|mllama|qwen25vl)'|rope\.dimension_sections has wrong array length`, bench.FailEngineTooOld, words.Model,
		"the file was made for Ollama's own engine", remedyPublisher),
	words.When(`unknown model architecture: '([^']*)'`, bench.FailEngineTooOld, words.Model,
		"this engine build does not know the architecture $1", remedyUpdate),
	words.When(`unknown (?:pre-tokenizer|tokenizer) type: '([^']*)'|unknown tokenizer: '([^']*)'`, bench.FailEngineTooOld, words.Model,
		"this engine build does not know the model's tokenizer", remedyUpdate),
	words.When(`key (\S+) has wrong (?:type|array length|array type)`, bench.FailEngineTooOld, words.Model,
		"the model's file holds $1 in a form that this engine build does not read", remedyOther),
	words.When(`key not found in model: (\S+)`, bench.FailEngineTooOld, words.Model,
		"this engine build needs $1, which the model's file does not contain", remedyOther),
	words.When(`check_tensor_dims: tensor '([^']*)' not found|missing tensor '([^']*)'`, bench.FailEngineTooOld, words.Model,
		"this engine build needs the tensor $1$2, which the model's file does not contain", remedyOther),
	words.When(`wrong number of tensors; expected (\d+), got (\d+)`, bench.FailEngineTooOld, words.Model,
		"the model's file has $1 tensors, but this engine build knows only $2 of them", remedyOther),
	words.When(`tensor '([^']*)' has wrong shape|has wrong shape`, bench.FailEngineTooOld, words.Model,
		"a tensor of the model does not have the shape that this engine build expects", remedyOther),

	// An incomplete or damaged file.
	words.When(`data is not within the file bounds|corrupted or incomplete|unexpectedly reached end of file`, bench.FailFileIncomplete, words.Model,
		"the file is incomplete: data of its tensors is missing", remedyDownload),
	words.When(`exceeds remaining file size|failed to read key-value pairs|failed to read tensor info|failed to seek to (?:the )?beginning of data|failed to read (?:the )?(?:tensor )?data`, bench.FailFileIncomplete, words.Model,
		"the file is incomplete: it ends within its header", remedyDownload),
	words.When(`number of (?:tensors|key value pairs).* must be in|failed to read header`, bench.FailFileDamaged, words.Model,
		"the file's header is damaged", remedyDownload),

	// Too little memory. The message has figures if the engine gives any.
	words.When(`insufficient memory \(attempted to allocate\s+([\d.]+) MB\)`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory: $M1 could not be allocated", ""),
	words.When(`allocating ([\d.]+) MiB on device (\d+): .*out of memory`, bench.FailOutOfMemory, words.Stage,
		"the memory of GPU $2 was not enough: $M1 could not be allocated", ""),
	words.When(`Device memory allocation of size (\d+) failed`, bench.FailOutOfMemory, words.Stage,
		"the GPU's memory was not enough: $B1 could not be allocated", ""),
	words.When(`failed to allocate buffer, size =\s+([\d.]+) MiB`, bench.FailOutOfMemory, words.Stage,
		"the GPU's memory was not enough: $M1 could not be allocated", ""),
	words.When(`failed to allocate (\S+) buffer of size (\d+)`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory on $1: $B2 could not be allocated", ""),
	words.When(`failed to allocate buffer of size (\d+)`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory: $B1 could not be allocated", ""),
	words.When(`mmap failed: Cannot allocate memory|mmap failed: .*not enough|MapViewOfFile failed`, bench.FailOutOfMemory, words.Model,
		"the model does not fit into the memory this process may use", ""),
	words.When(`unable to allocate (\S+) buffer`, bench.FailOutOfMemory, words.Stage,
		"the model does not fit into the memory of $1", ""),
	words.When(`failed to allocate buffer for kv cache|failed to allocate buffer for rs cache`, bench.FailOutOfMemory, words.Test,
		"there was not enough memory for the context of this test", ""),
	words.When(`failed to allocate compute|pre-allocat.*failed`, bench.FailOutOfMemory, words.Test,
		"there was not enough memory for the computation", ""),
	words.When(`(?i)ErrorOutOfDeviceMemory|ErrorOutOfHostMemory|hipErrorOutOfMemory|CUDA error: out of memory|cudaMalloc failed|kIOGPUCommandBufferCallbackErrorOutOfMemory|Insufficient Memory`, bench.FailOutOfMemory, words.Stage,
		"the GPU's memory was not enough", ""),
	words.When(`std::bad_alloc|Cannot allocate memory`, bench.FailOutOfMemory, words.Stage,
		"there was not enough memory", ""),

	// The context of a test.
	words.When(`quantized V cache requires flash_attn|V cache quantization requires flash_attn`, bench.FailNeedsFlashAttn, words.Job,
		"a quantized V cache needs flash attention, which is off", "add -fa on, or leave -ctv out"),
	words.When(`failed to decode (?:prompt|generation) batch, res = (-?\d+)`, bench.FailDecode, words.Test,
		"the engine stopped computing (llama_decode returned $1)", remedyContext),
	words.When(`error: failed to run (\w+)`, bench.FailDecode, words.Test,
		"the engine stopped computing ($1)", remedyContext),
	words.When(`no kernel image is available|invalid device function`, bench.FailCrashed, words.Model,
		"this engine build was not made for this GPU", "choose a build made for it (dragstrip setup), or another backend"),
	words.When(`ErrorDeviceLost|device lost|GPU Hang|kIOGPUCommandBufferCallbackError\w+`, bench.FailCrashed, words.Test,
		"the GPU stopped answering and was reset", "update its driver; try smaller batches (-ub 256), or another backend"),
	words.When(`(?:CUDA|ROCm|HIP|SYCL) error:? (.+)$`, bench.FailCrashed, words.Test,
		"the GPU's library failed: $1", "update driver and engine build together, or choose another backend"),
	words.When(`(GGML_ASSERT\(.*\)) failed`, bench.FailCrashed, words.Stage,
		"the engine stopped because one of its own checks failed ($1)", "try another engine build; if you set unusual parameters, leave them out"),
	words.When(`ggml[^:]*:\d+: (.+)$`, bench.FailCrashed, words.Stage,
		"the engine aborted ($1)", "try another engine build; if you set unusual parameters, leave them out"),
	words.When(`terminate called|libc\+\+abi: terminating`, bench.FailCrashed, words.Stage,
		"the engine crashed because of an error it did not handle", "try another engine build; if you set unusual parameters, leave them out"),
	words.When(`No space left on device`, bench.FailDiskFull, words.Invocation,
		"the disk is full", "free some disk space and resume"),

	// No reason, or an unknown one.
	words.When(`error: failed to create context with model`, bench.FailUnknown, words.Test,
		"the engine could not make a context for this test and gave no reason; too little memory is the usual cause", remedyContext),
	words.When(`error loading model: llama_model_loader: failed to load model from`, bench.FailUnknown, words.Model,
		"the engine could not load the model and gave no reason", "check that the file is complete; "+remedyOther),
	words.When(`error loading model: `, bench.FailUnknown, words.Model,
		"the engine could not load the model", "check that the file is complete; "+remedyOther),
	words.When(`error: failed to load model`, bench.FailUnknown, words.Model,
		"the engine could not load the model and gave no reason", "check that the file is complete; a newer engine build may say more"),
}
