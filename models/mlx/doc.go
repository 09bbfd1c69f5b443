// Package mlx reads what a model for mlx_lm consists of: config.json and the
// headers of safetensors files. It judges as mlx_lm does: what that needs to
// load a model has to be right, what merely describes a model may be written in
// any form. Bytes from files are foreign: every count is bounded.
//
// It must not know what is made of them, where folders lie, or builds of mlx_lm
// (runner/mlx does).
//
// testdata/mlx_shapes.jsonl of package models has a model of each architecture
// with what the real mlx_lm says of it.
//
// # Where things are
//
//	config.go      reads config.json
//	object.go      values of config.json in any form
//	pythonjson.go  numbers that only Python writes (NaN, Infinity)
//	packing.go     quantization in config.json
//	foreign.go     quantizations of other programs, which config.json tells in their own way
//	unpacked.go    counts parameters in those
//	attention.go   attention: heads, windows
//	kept.go        what is kept of each token (KV cache)
//	shard.go       reads headers of safetensors files
//	complete.go    which files of a model are missing
//	refused.go     what mlx_lm does not take, and why
//	former.go      the mark of a stand-in under the former name
package mlx
