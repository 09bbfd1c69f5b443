// Package mlx reads what a model for mlx_lm consists of: config.json and the
// headers of safetensors files. Bytes from files are foreign: every count is
// bounded.
//
// It must not know what is made of them, where folders lie, or mlx_lm itself
// (runner/mlx does).
//
//	shard.go    a safetensors file's header
//	config.go   config.json: figures, packings, and the mark of a stand-in;
//	            former.go has the mark that stand-ins had before
package mlx
