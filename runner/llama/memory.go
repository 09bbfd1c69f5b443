package llama

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// bufferLine matches the lines in which a build reports its buffers, with -v:
//
//	load_tensors:   CPU_Mapped model buffer size =    35.16 MiB
//	llama_kv_cache:        CPU KV buffer size =     8.00 MiB
//
// Until autumn 2024 these lines did not have the word "model".
var bufferLine = regexp.MustCompile(`^[a-z_]+:\s+(\S+)\s+(?:(model|KV|compute|output|RS) )?buffer size\s+=\s+([\d.]+) MiB`)

var uses = map[string]string{"": "model", "model": "model", "KV": "kv", "compute": "compute", "output": "output", "RS": "recurrent"}

// maxBuffers is how many different buffers are kept at most.
const maxBuffers = 64

type buffer struct{ name, use string }

// repacked are the names of the buffers in which the CPU's kernels keep weights
// in a layout of their own, in builds since 2024.
var repacked = map[string]bool{"AMX": true, "CPU_REPACK": true, "CPU_AARCH64": true, "CPU_KLEIDIAI": true, "CPU_RISCV64_SPACEMIT": true}

// ledger adds up buffers per device. A model has a buffer for each mapped
// piece, a context one for each cache; these add up. A compute buffer that is
// reserved again replaces the first.
type ledger struct {
	bytes map[buffer]int64
	order []buffer
	// doubled is set if the token embeddings were copied into another layout to
	// serve as the output's weights.
	doubled bool
	told    map[buffer]bench.MemoryAllocated // by device and use
}

func newLedger() *ledger {
	return &ledger{bytes: map[buffer]int64{}, told: map[buffer]bench.MemoryAllocated{}}
}

// repackLine is part of the line that a build prints, with -v, for each tensor
// whose layout it changes:
//
//	repack: repack tensor blk.0.attn_q.weight with q4_0_8x8
//	ggml_backend_amx_buffer_set_tensor: amx repack tensor output.weight of type q4_0
var repackLine = []byte("repack tensor token_embd.weight ")

// repack handles such a line.
func (l *ledger) repack(line []byte) { l.doubled = l.doubled || bytes.Contains(line, repackLine) }

// read handles a line and tells whether it was about a buffer.
func (l *ledger) read(line string) bool {
	if !strings.Contains(line, "buffer size") {
		return false
	}
	m := bufferLine.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	mib, err := strconv.ParseFloat(m[3], 64)
	if err != nil || mib < 0 || mib > 1<<30 {
		return true
	}
	b := buffer{words.Bounded(m[1], 60), uses[m[2]]}
	if _, known := l.bytes[b]; !known {
		if len(l.order) >= maxBuffers {
			return true
		}
		l.order = append(l.order, b)
	}
	size := int64(mib * (1 << 20))
	if b.use == "compute" || b.use == "output" {
		l.bytes[b] = size
	} else {
		l.bytes[b] += size
	}
	return true
}

// newModel forgets everything; newContext forgets everything except the model.
func (l *ledger) newModel() { *l = *newLedger() }

func (l *ledger) newContext() {
	l.order = slices.DeleteFunc(l.order, func(b buffer) bool { return b.use != "model" })
	for b := range l.bytes {
		if b.use != "model" {
			delete(l.bytes, b)
		}
	}
}

// retell makes changed report everything again, for another job that uses the
// same model.
func (l *ledger) retell() { clear(l.told) }

// changed lists what has changed since the last call, per device and use.
func (l *ledger) changed() []bench.MemoryAllocated {
	sums := map[buffer]bench.MemoryAllocated{}
	var order []buffer
	for _, b := range l.order {
		at := buffer{deviceOf(b.name), b.use}
		sum, known := sums[at]
		if !known {
			order = append(order, at)
			sum = bench.MemoryAllocated{Device: bench.Clean(at.name), Use: at.use}
		}
		sum.Bytes += l.bytes[b]
		if b.use == "model" && repacked[b.name] {
			sum.Repacked += l.bytes[b]
			sum.Doubled = l.doubled
		}
		sums[at] = sum
	}
	var out []bench.MemoryAllocated
	for _, at := range order {
		if sums[at].Bytes > 0 && l.told[at] != sums[at] {
			l.told[at] = sums[at]
			out = append(out, sums[at])
		}
	}
	return out
}

// deviceOf is the device that holds a buffer. CPU_Mapped, AMX, CPU_REPACK and
// the pinned CUDA_Host are all in the machine's main memory.
func deviceOf(name string) string {
	if strings.HasPrefix(name, "CPU") || name == "AMX" || name == "BLAS" || strings.HasSuffix(name, "_Host") {
		return "CPU"
	}
	for _, suffix := range []string{"_Mapped", "_Private", "_Split", "_Shared"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}
