package llama

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// bufferLine matches the lines about buffers that a build prints with -v:
//
//	load_tensors:   CPU_Mapped model buffer size =    35.16 MiB
//	llama_kv_cache:        CPU KV buffer size =     8.00 MiB
//
// Until autumn 2024 these lines did not have the word "model".
var bufferLine = lazyregexp.New(`^[a-z_]+:\s+(\S+)\s+(?:(model|KV|compute|output|RS) )?buffer size\s+=\s+([\d.]+) MiB`)

var uses = map[string]string{"": "model", "model": "model", "KV": "kv", "compute": "compute", "output": "output", "RS": "recurrent"}

// maxBuffers is how many different buffers are kept at most.
const maxBuffers = 64

type buffer struct{ name, use string }

// repacked are the names of buffers in which builds since 2024 keep weights in
// a special layout for the CPU.
var repacked = map[string]bool{"AMX": true, "CPU_REPACK": true, "CPU_AARCH64": true, "CPU_KLEIDIAI": true, "CPU_RISCV64_SPACEMIT": true}

// ledger adds up buffers per device. A model has a buffer for each mapped
// piece, and a context has a buffer for each cache; their sizes are added. A
// compute or output buffer that is reported again replaces the earlier one.
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

// With -v a build prints a line for each tensor whose layout it changes:
//
//	repack: repack tensor blk.0.attn_q.weight with q4_0_8x8
//	ggml_backend_amx_buffer_set_tensor: amx repack tensor output.weight of type q4_0
var repackLine = []byte("repack tensor token_embd.weight ")

// repack handles a line about a changed layout.
func (l *ledger) repack(line []byte) { l.doubled = l.doubled || bytes.Contains(line, repackLine) }

// read handles a line, which may be about a buffer.
func (l *ledger) read(line string) {
	if !strings.Contains(line, "buffer size") {
		return
	}
	m := bufferLine.FindStringSubmatch(line)
	if m == nil {
		return
	}
	mib, err := strconv.ParseFloat(m[3], 64)
	if err != nil || mib < 0 || mib > 1<<30 {
		return
	}
	b := buffer{words.Bounded(m[1], 60), uses[m[2]]}
	if _, known := l.bytes[b]; !known {
		if len(l.order) >= maxBuffers {
			return
		}
		l.order = append(l.order, b)
	}
	size := int64(mib * (1 << 20))
	if b.use == "compute" || b.use == "output" {
		l.bytes[b] = size
	} else {
		l.bytes[b] += size
	}
}

// newModel forgets all buffers; newContext forgets all buffers except those of
// the model.
func (l *ledger) newModel() { *l = *newLedger() }

func (l *ledger) newContext() {
	l.order = slices.DeleteFunc(l.order, func(b buffer) bool { return b.use != "model" })
	for b := range l.bytes {
		if b.use != "model" {
			delete(l.bytes, b)
		}
	}
}

// retell makes the function changed report all buffers again. It is called when
// another job uses the same loaded model.
func (l *ledger) retell() { clear(l.told) }

// changed lists the memory for each device and use whose size has changed since
// the last call.
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

// deviceOf returns the device that holds a buffer. CPU_Mapped, AMX, CPU_REPACK
// and the pinned CUDA_Host are all in the machine's main memory.
func deviceOf(name string) string {
	if strings.HasPrefix(name, "CPU") || name == "AMX" || name == "BLAS" || strings.HasSuffix(name, "_Host") {
		return "CPU"
	}
	for _, suffix := range []string{"_Mapped", "_Private", "_Split", "_Shared"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}
