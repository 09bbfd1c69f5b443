package modelstest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Raw makes a GGUF file byte by byte, also files that no program would write.
// Each method appends what its name says.
type Raw struct {
	Keys  bytes.Buffer
	Count uint64 // of the keys
}

// New begins a file with a version and with the numbers of tensors and keys
// that the file claims to have.
func New(version uint32, tensors, keys uint64) *Raw {
	r := &Raw{}
	r.Keys.WriteString("GGUF")
	r.U32(version)
	r.U64(tensors)
	r.U64(keys)
	return r
}

// U32 appends a number of 32 bits.
func (r *Raw) U32(v uint32) { r.Keys.Write(binary.LittleEndian.AppendUint32(nil, v)) }
func (r *Raw) U64(v uint64) { r.Keys.Write(binary.LittleEndian.AppendUint64(nil, v)) }

// Bytes appends bytes unchanged.
func (r *Raw) Bytes(b ...byte) { r.Keys.Write(b) }

// String appends the length of a text, and the text.
func (r *Raw) String(s string) {
	r.U64(uint64(len(s)))
	r.Keys.WriteString(s)
}

// Key begins a key; its value comes next.
func (r *Raw) Key(name string, kind uint32) {
	r.Count++
	r.String(name)
	r.U32(kind)
}

// Text appends a key and its value.
func (r *Raw) Text(key, v string) { r.Key(key, 8); r.String(v) }

// Int appends a key and a number of 32 bits.
func (r *Raw) Int(key string, v int) { r.Key(key, 4); r.U32(uint32(v)) }

// Array begins a key whose n elements come next.
func (r *Raw) Array(key string, kind uint32, n int) {
	r.Key(key, 9)
	r.U32(kind)
	r.U64(uint64(n))
}

// Tensor appends an entry of the tensor table.
func (r *Raw) Tensor(name string, kind uint32, offset uint64, dims ...uint64) *Raw {
	r.String(name)
	r.U32(uint32(len(dims)))
	for _, d := range dims {
		r.U64(d)
	}
	r.U32(kind)
	r.U64(offset)
	return r
}

// With calls a function that appends.
func (r *Raw) With(f func(*Raw)) *Raw { f(r); return r }

// File is the whole file: what was appended, padding up to the weights, and
// weights of the given number of bytes.
func (r *Raw) File(weights int) []byte {
	b := bytes.Clone(r.Keys.Bytes())
	b = append(b, make([]byte, (32-len(b)%32)%32)...)
	return append(b, make([]byte, weights)...)
}

// ModelFile is a small valid GGUF file with the given keys.
func ModelFile(keys ...func(*Raw)) []byte {
	r := New(3, 1, uint64(len(keys))+1)
	r.Text("general.architecture", "llama") // a later key replaces an earlier one
	for _, k := range keys {
		k(r)
	}
	return r.Tensor("blk.0.attn_q.weight", 2, 0, 256).File(144)
}

// WholeModel is a valid GGUF file with the given number of MiB of weights.
func WholeModel(mebibytes int) []byte {
	r := New(3, 1, 1)
	r.Text("general.architecture", "llama")
	return r.Tensor("blk.0.attn_q.weight", 0, 0, 1<<18, uint64(mebibytes)).File(mebibytes << 20)
}

// Text and Number are keys for [ModelFile].
func Text(key, v string) func(*Raw)       { return func(r *Raw) { r.Text(key, v) } }
func Number(key string, v int) func(*Raw) { return func(r *Raw) { r.Int(key, v) } }

// Put writes a file with the folders above it and gives its path.
func Put(tb testing.TB, path string, b []byte) string {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// PutSplit writes a model in parts and gives the path of the first part.
func PutSplit(tb testing.TB, folder, prefix string, parts int) string {
	tb.Helper()
	for i := range parts {
		r := New(3, 1, 4)
		r.Text("general.architecture", "llama")
		r.Int("split.no", i)
		r.Int("split.count", parts)
		r.Int("split.tensors.count", parts)
		r.Tensor(fmt.Sprintf("blk.%d.attn_q.weight", i), 2, 0, 256)
		Put(tb, filepath.Join(folder, fmt.Sprintf("%s-%05d-of-%05d.gguf", prefix, i+1, parts)), r.File(144))
	}
	return filepath.Join(folder, fmt.Sprintf("%s-%05d-of-%05d.gguf", prefix, 1, parts))
}

// Mkdir makes a folder with those above it and gives its path.
func Mkdir(tb testing.TB, path string) string {
	tb.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		tb.Fatal(err)
	}
	return path
}

// WithVocabulary is a header whose vocabulary has the given number of words.
func WithVocabulary(words int) []byte {
	r := New(3, 1, 8)
	r.Text("general.architecture", "llama")
	r.Int("general.file_type", 2)
	r.Int("llama.block_count", 4)
	r.Int("llama.embedding_length", 512)
	r.Int("llama.attention.head_count", 8)
	r.Int("llama.expert_count", 4)
	r.Array("tokenizer.ggml.tokens", 8, words)
	for i := range words {
		r.String(fmt.Sprintf("word%d", i))
	}
	r.Array("tokenizer.ggml.scores", 6, words)
	for range words {
		r.U32(0)
	}
	return r.Tensor("token_embd.weight", 0, 0, 1).File(32)
}

// ShardOf writes a safetensors file with the given header, and weights.
func ShardOf(header string, weights int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, weights)...)
}

// BigEndian is the smallest header of the other byte order.
func BigEndian() []byte {
	return append([]byte("GGUF\x00\x00\x00\x03"), make([]byte, 64)...)
}
