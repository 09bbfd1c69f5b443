// Package mlx reads the files of a model for mlx_lm: config.json and the
// headers of safetensors files. It judges in the same way as mlx_lm: values
// that mlx_lm needs to load a model must be right, values that only describe a
// model may have any form. Bytes from files are foreign: every count has a
// limit.
//
// It must not know what is done with a model, where folders lie, or builds of
// mlx_lm (runner/mlx knows them).
//
// testdata/mlx_shapes.jsonl of package models has a model of each architecture,
// with what the real mlx_lm says about it.
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
