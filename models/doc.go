// Package models knows models on disk: where they lie, what they are, and
// what they take. Bytes from files are foreign: every count is bounded, every
// text cleaned.
//
// It must not know engines, hardware or sessions, nor how stand-ins are
// written (package standin does).
//
//	open.go             Open and Look: the model at a path, GGUF or MLX, and
//	                    why something is none
//	facts.go            what a model is, out of a GGUF file's header: name,
//	                    size, quantisation; details.go has the rest
//	mlx.go, mlxsum.go   the same out of a folder for MLX
//	kv.go               what it keeps of the tokens it has read
//	fit.go              what it takes in memory, and how fast it can be at most
//	pair.go             one model for two engines, among those found
//	find.go, walk.go    all models in folders; known.go remembers them
//	stores.go, store_*  where other programs keep models, and their layouts
//	hash.go             SHA-256, remembered
package models
