package models

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
)

// headerWriter puts together a GGUF header: metadata first, counted as it
// comes, then the tensor table.
type headerWriter struct {
	keys  bytes.Buffer
	count uint64
}

func (h *headerWriter) u32(v uint32) {
	h.keys.Write(binary.LittleEndian.AppendUint32(h.keys.AvailableBuffer(), v))
}

func (h *headerWriter) u64(v uint64) {
	h.keys.Write(binary.LittleEndian.AppendUint64(h.keys.AvailableBuffer(), v))
}

func (h *headerWriter) string(s string) {
	h.u64(uint64(len(s)))
	h.keys.WriteString(s)
}

func (h *headerWriter) key(name string, kind uint32) {
	h.count++
	h.string(name)
	h.u32(kind)
}

func (h *headerWriter) text(key, v string) { h.key(key, 8); h.string(v) }
func (h *headerWriter) int(key string, v int) {
	h.key(key, 4)
	h.u32(uint32(v))
}

func (h *headerWriter) intIf(key string, v int) {
	if v > 0 {
		h.int(key, v)
	}
}

func (h *headerWriter) float(key string, v float64) {
	h.key(key, 6)
	h.u32(math.Float32bits(float32(v)))
}

func (h *headerWriter) bool(key string, v bool) {
	h.key(key, 7)
	h.keys.WriteByte(byte(b2i(v)))
}

func (h *headerWriter) setting(key string, v any) {
	switch v := v.(type) {
	case int:
		h.int(key, v)
	case float64:
		h.float(key, v)
	case bool:
		h.bool(key, v)
	case string:
		h.text(key, v)
	}
}

func (h *headerWriter) array(key string, kind uint32, n int) {
	h.key(key, 9)
	h.u32(kind)
	h.u64(uint64(n))
}

// makeHeader gives the bytes of the file up to its weights.
func (d *blueprint) makeHeader(seed uint64) []byte {
	h := &headerWriter{}
	d.general(h, seed)
	d.architecture(h)
	d.vocabulary(h)
	return h.header(d.tensors, alignment)
}

// header puts magic, counts, metadata and tensor table together and fills up
// to where the weights begin.
func (h *headerWriter) header(tensors []placed, align int64) []byte {
	table := &headerWriter{}
	for _, t := range tensors {
		table.string(t.name)
		table.u32(uint32(len(t.dims)))
		for _, n := range t.dims {
			table.u64(uint64(n))
		}
		table.u32(uint32(t.kind))
		table.u64(uint64(t.offset))
	}
	out := make([]byte, 0, int64(24+h.keys.Len()+table.keys.Len())+align)
	out = append(out, "GGUF"...)
	out = binary.LittleEndian.AppendUint32(out, 3)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(tensors)))
	out = binary.LittleEndian.AppendUint64(out, h.count)
	out = append(out, h.keys.Bytes()...)
	out = append(out, table.keys.Bytes()...)
	return append(out, make([]byte, (align-int64(len(out))%align)%align)...)
}

// recipe is the number of the way weights are made. It changes whenever the
// same seed would give other bytes, so that no unfinished file is gone on
// with in another way.
const recipe = 2

// standIn says first of all that this is no real model: to other programs by
// its name, to dragstrip by its keys.
func (h *headerWriter) standIn(name, what string, seed uint64) {
	h.text("general.name", name+nameEnding)
	h.text("general.description", fmt.Sprintf(
		"Stand-in written by dragstrip: %s with random weights. It measures speed; its text has no meaning.", what))
	h.array("general.tags", 8, 1)
	h.string("stand-in")
	h.bool(keyStandIn, true)
	h.text(keyStandInSeed, strconv.FormatUint(seed, 10))
	h.int(keyStandInRecipe, recipe)
}

func (d *blueprint) general(h *headerWriter, seed uint64) {
	h.text("general.architecture", d.shape.Arch)
	h.text("general.type", "model")
	h.standIn(d.shape.Title, "the shape of "+d.shape.Title+" and a made-up vocabulary", seed)
	h.text(keyStandInFrom, d.shape.Name)
	h.int("general.quantization_version", 2)
	h.int("general.file_type", int(d.quant.fileType))
	h.int("general.alignment", alignment)
}

// architecture writes the figures llama.cpp needs to lay the model out.
func (d *blueprint) architecture(h *headerWriter) {
	s := d.shape
	a := s.Arch + "."
	h.int(a+"block_count", s.Layers)
	h.int(a+"context_length", s.ContextLength)
	h.int(a+"embedding_length", s.Embedding)
	h.int(a+"feed_forward_length", s.FeedForward)
	h.int(a+"attention.head_count", s.Heads)
	h.int(a+"attention.head_count_kv", s.KVHeads)
	h.int(a+"attention.key_length", s.HeadSize)
	h.int(a+"attention.value_length", s.HeadSize)
	h.int(a+"rope.dimension_count", s.HeadSize)
	h.float(a+"rope.freq_base", s.RopeBase)
	h.float(a+"attention.layer_norm_rms_epsilon", 1e-5)
	h.int(a+"vocab_size", s.Vocabulary)
	h.intIf(a+"attention.sliding_window", s.Window)
	h.intIf(a+"expert_count", s.Experts)
	h.intIf(a+"expert_used_count", s.ExpertsUsed)
	h.intIf(a+"expert_feed_forward_length", s.ExpertFeedForward)
	h.intIf(a+"expert_shared_feed_forward_length", s.SharedFeedForward)
	for _, e := range s.Extra {
		h.setting(a+e.Key, e.Value)
	}
}
