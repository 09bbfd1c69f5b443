// Package mlx reads what a model for mlx_lm consists of: config.json and the
// headers of safetensors files. It judges as mlx_lm does: what that needs to
// load a model has to be right, what merely describes a model may be written in
// any form. Bytes from files are foreign: every count is bounded.
//
// It must not know what is made of them, where folders lie, or builds of mlx_lm
// (runner/mlx does).
//
//	shard.go       a safetensors file's header
//	complete.go    which files are missing, by the index and by their names
//	config.go      config.json: figures, packing.go how matrices are packed, and
//	               the mark of a stand-in; former.go has the mark that they had
//	object.go      values of config.json in whatever form they are written;
//	               pythonjson.go has the numbers that only Python writes
//	attention.go   its figures of attention; kept.go says what is kept of each
//	               token that was read
//	foreign.go     quantisations of other programs; unpacked.go counts the
//	               parameters in them
//	refused.go     what mlx_lm does not take
//
// testdata/mlx_shapes.jsonl of package models has a model of each architecture
// with what the real mlx_lm says of it.
package mlx
