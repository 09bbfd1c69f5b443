package standin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"dragstrip/models/mlx"
)

// makeConfig writes config.json. Keys are sorted, so the same stand-in always
// has the same bytes.
func (d *mlxBlueprint) makeConfig() []byte {
	s := d.shape
	kind := "bfloat16"
	if d.wide {
		kind = "float32"
	}
	n := s.mlxVocabulary(d.form)
	language := map[string]any{
		"model_type": d.form.modelType, "hidden_size": s.Embedding, "num_hidden_layers": s.Layers, "intermediate_size": s.FeedForward,
		"num_attention_heads": s.Heads, "num_key_value_heads": s.KVHeads, "head_dim": s.HeadSize, "rms_norm_eps": decimal(1e-5),
		"vocab_size": n, "max_position_embeddings": s.ContextLength, "rope_theta": decimal(s.RopeBase), "tie_word_embeddings": s.Tied,
	}
	for k, v := range d.form.settings(s) {
		language[k] = v
	}
	config := language
	if d.form.prefix != "" { // the language part of a model that can also see
		config = map[string]any{"model_type": d.form.modelType, "text_config": language}
	}
	config["architectures"] = []string{d.form.class}
	config["bos_token_id"], config["eos_token_id"] = n-2, n-1
	config["torch_dtype"] = kind
	config["dragstrip_stand_in"] = mlx.Mark{
		Shape: s.Name, Title: s.Title, Quant: d.quant.name, Seed: strconv.FormatUint(d.seed, 10), Recipe: d.recipe,
		Note: "written by dragstrip: random weights in the shape of " + s.Title + "; it measures speed, its text has no meaning",
	}
	if q := d.quantization(); q != nil {
		config["quantization"], config["quantization_config"] = q, q
	}
	return marshalled(config)
}

// quantization is the block of config.json that says how matrices are packed.
func (d *mlxBlueprint) quantization() map[string]any {
	whole := d.whole()
	if whole.Bits == 0 {
		return nil
	}
	q := said(whole)
	for name, p := range d.packings {
		q[name] = said(p)
	}
	if d.quant.rest.Bits == 0 { // the block also names matrices that are not packed
		for _, s := range d.shape.mlxTensors(d.form) {
			if s.matrix && d.packingOf(s).Bits == 0 {
				q[s.name] = false
			}
		}
	}
	return q
}

func said(p mlx.Packing) map[string]any {
	q := map[string]any{"group_size": p.Group, "bits": p.Bits, "mode": p.Mode}
	if p.Mode == "" {
		q["mode"] = "affine"
	}
	return q
}

func marshalled(v any) []byte {
	b, err := json.MarshalIndent(v, "", "    ")
	if err != nil { // this function only gets values that can be marshalled
		panic(err)
	}
	return append(b, '\n')
}

// index writes model.safetensors.index.json.
func (d *mlxBlueprint) index() []byte {
	where := make(map[string]string, len(d.tensors))
	for i := range d.files {
		for _, t := range d.tensorsOf(i) {
			where[t.name] = d.files[i].name
		}
	}
	return marshalled(map[string]any{
		"metadata":   map[string]int64{"total_size": d.figures.SizeBytes, "total_parameters": d.figures.ParamCount},
		"weight_map": where,
	})
}

// The made-up vocabulary: 256 bytes, words, and two marks at the end.
const (
	mlxBegin = "<|begin|>"
	mlxEnd   = "<|end|>"
)

// tokenizer writes tokenizer.json. It is a byte-level tokenizer. Every id below
// the vocabulary's size has a text, so that random output never troubles a
// server. The words are the same as in GGUF stand-ins, " a" … " z", " aa" …. So
// a text of such words has the same number of tokens on both engines. With
// ignore_merges, each word is found as a whole. Each word is also a merge of
// its beginning with its last letter, for loaders (Qwen2Tokenizer) that keep
// only the vocabulary and the merges.
func (d *mlxBlueprint) tokenizer() []byte {
	n := d.shape.mlxVocabulary(d.form)
	level := `{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}`
	var b, merges bytes.Buffer
	fmt.Fprintf(&b, `{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s, %s], "normalizer": null, "pre_tokenizer": %s, "post_processor": null, "decoder": %s, `,
		addedToken(n-2, mlxBegin), addedToken(n-1, mlxEnd), level, level)
	b.WriteString(`"model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": true, "vocab": {`)
	letters := byteLetters()
	space := string(letters[' '])
	for i := range n - 2 {
		if i < len(letters) {
			quoted, _ := json.Marshal(string(letters[i]))
			b.Write(quoted)
		} else { // words have only letters, which need no escapes; many words are written fast without fmt
			text := space + word(i-len(letters))
			last := len(text) - 1
			b.WriteString(`"` + text + `"`)
			merges.WriteString(`"` + text[:last] + " " + text[last:] + `", `)
		}
		b.WriteString(": " + strconv.Itoa(i) + ", ")
	}
	b.Truncate(b.Len() - len(", "))
	merges.Truncate(max(0, merges.Len()-len(", ")))
	fmt.Fprintf(&b, "}, \"merges\": [%s]}}\n", merges.Bytes())
	return b.Bytes()
}

func addedToken(id int, text string) string {
	return fmt.Sprintf(`{"id": %d, "content": %q, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}`, id, text)
}

// byteLetters is the letter that byte-level tokenizers write for each byte.
// Bytes that are printable in Latin-1 keep their letter. The others get the
// letters from U+0100 on, in order.
func byteLetters() (letters [256]rune) {
	next := rune(0x100)
	for i := range letters {
		r := rune(i)
		if r < '!' || (r > '~' && r < '¡') || r == 0xad {
			r = next
			next++
		}
		letters[i] = r
	}
	return letters
}

func (d *mlxBlueprint) tokenizerConfig() []byte {
	return marshalled(map[string]any{
		"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": mlxBegin, "eos_token": mlxEnd,
		"model_max_length": d.shape.ContextLength, "clean_up_tokenization_spaces": false,
	})
}

// smallFiles are the files without weights. config.json is last, because a
// folder that has it counts as a model.
func (d *mlxBlueprint) smallFiles() []smallFile {
	return []smallFile{
		{"model.safetensors.index.json", d.index()},
		{"tokenizer.json", d.tokenizer()},
		{"tokenizer_config.json", d.tokenizerConfig()},
		{"config.json", d.config},
	}
}
