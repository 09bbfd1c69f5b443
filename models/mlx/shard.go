package mlx

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/bits"
	"os"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/regular"
	"dragstrip/models/problem"
)

// Limits of a safetensors header. The largest published headers have half a
// megabyte and 20,000 tensors.
const (
	maxShardHeader  = 8 << 20
	maxShardTensors = 50_000
)

// Shard is what the header of one safetensors file says.
type Shard struct {
	Tensors map[string]Tensor
	Format  string // "mlx", "pt" …
	// SizeBytes is the size of the file. MissingBytes is how many bytes of it
	// are missing.
	SizeBytes, MissingBytes int64
}

type Tensor struct {
	Kind     string
	Dims     []int64
	Elements int64
	Bytes    int64
}

// shardKinds are the sizes of an element in bytes.
var shardKinds = map[string]int64{
	"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
	"U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}

// ReadShard reads a safetensors header from a file of size bytes. Errors are
// [*problem.Problem]s without a path.
func ReadShard(r io.ReaderAt, size int64) (*Shard, error) {
	s, err := readShard(r, size)
	if err == nil {
		return s, nil
	}
	if p := problem.Foreign(r); p != nil {
		return nil, p
	}
	return nil, err
}

func readShard(r io.ReaderAt, size int64) (*Shard, error) {
	damaged := func(format string, args ...any) error {
		return &problem.Problem{Kind: problem.ErrNotModel, Why: "the safetensors header is damaged: " + fmt.Sprintf(format, args...), Remedy: "download it again"}
	}
	var start [8]byte
	if size < 8 {
		return nil, &problem.Problem{Kind: problem.ErrIncomplete, Why: fmt.Sprintf("the file ends within its header (%d bytes)", size), Remedy: "download it again"}
	}
	if _, err := r.ReadAt(start[:], 0); err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	length := binary.LittleEndian.Uint64(start[:])
	if length < 2 || length > maxShardHeader {
		return nil, damaged("it claims %d bytes", length)
	}
	if int64(length) > size-8 {
		return nil, &problem.Problem{Kind: problem.ErrIncomplete, Why: fmt.Sprintf("the file ends within its header (%d bytes of %d)", size, length+8), Remedy: "download it again"}
	}
	s := &Shard{Tensors: map[string]Tensor{}, SizeBytes: size}
	end, err := s.decode(io.NewSectionReader(r, 8, int64(length)))
	if err != nil {
		return nil, damaged("%s", bench.Clean(err.Error()))
	}
	if end > math.MaxInt64/2 {
		return nil, damaged("it ends at %d bytes", end)
	}
	s.MissingBytes = max(0, 8+int64(length)+end-size)
	return s, nil
}

// decode reads the entries one after the other, so that a hostile text cannot
// make it use much memory.
func (s *Shard) decode(r io.Reader) (end int64, err error) {
	d := json.NewDecoder(r)
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return 0, fmt.Errorf("it is no JSON object")
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return 0, err
		}
		if name == "__metadata__" {
			var m struct {
				Format string `json:"format"`
			}
			if err := d.Decode(&m); err != nil {
				return 0, err
			}
			s.Format = m.Format
			continue
		}
		if len(s.Tensors) >= maxShardTensors {
			return 0, fmt.Errorf("it has more than %d tensors", maxShardTensors)
		}
		t, to, err := decodeTensor(d)
		if err != nil {
			return 0, err
		}
		s.Tensors[name.(string)] = t
		end = max(end, to)
	}
	_, err = d.Token()
	return end, err
}

func decodeTensor(d *json.Decoder) (t Tensor, end int64, err error) {
	var said struct {
		Kind    string  `json:"dtype"`
		Dims    []int64 `json:"shape"`
		Offsets []int64 `json:"data_offsets"`
	}
	if err := d.Decode(&said); err != nil {
		return t, 0, err
	}
	if len(said.Offsets) != 2 || said.Offsets[0] < 0 || said.Offsets[1] < said.Offsets[0] || len(said.Dims) > 8 {
		return t, 0, fmt.Errorf("a tensor has offsets %v and %d dimensions", said.Offsets, len(said.Dims))
	}
	t = Tensor{Kind: said.Kind, Dims: said.Dims, Elements: 1, Bytes: said.Offsets[1] - said.Offsets[0]}
	for _, n := range said.Dims {
		high, product := bits.Mul64(uint64(max(n, 0)), uint64(t.Elements))
		if n < 0 || high != 0 || product > math.MaxInt64/256 {
			return t, 0, fmt.Errorf("a tensor has shape %v", said.Dims)
		}
		t.Elements = int64(product)
	}
	if each, ok := shardKinds[t.Kind]; ok && t.Elements*each != t.Bytes {
		return t, 0, fmt.Errorf("a tensor of %d %s takes %d bytes", t.Elements, t.Kind, t.Bytes)
	}
	return t, said.Offsets[1], nil
}

// ReadShardFile reads the header of a regular file that must be complete.
func ReadShardFile(path string) (*Shard, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, problem.At(path, err)
	}
	defer f.Close()
	look, err := f.Stat()
	if err != nil {
		return nil, problem.At(path, err)
	}
	s, err := ReadShard(f, look.Size())
	if err != nil {
		return nil, problem.At(path, err)
	}
	if s.MissingBytes > 0 {
		return nil, &problem.Problem{
			Path: path, Kind: problem.ErrIncomplete, MissingBytes: s.MissingBytes,
			Why:    fmt.Sprintf("the file is incomplete: it has %d of %d bytes, %d are missing", s.SizeBytes, s.SizeBytes+s.MissingBytes, s.MissingBytes),
			Remedy: "finish the download or copy it again",
		}
	}
	return s, nil
}

// IsShard tells whether mlx_lm loads a file with this name.
func IsShard(name string) bool {
	return strings.HasPrefix(name, "model") && strings.HasSuffix(name, ".safetensors")
}

func HasShards(entries []os.DirEntry) bool {
	for _, e := range entries {
		if IsShard(e.Name()) || e.Name() == "model.safetensors.index.json" {
			return true
		}
	}
	return false
}
