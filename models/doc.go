// Package models knows models on disk: where they lie, what a GGUF or MLX file
// says of itself, and how to write a stand-in from a shape. Bytes from files
// are foreign: every count is bounded, every text cleaned.
//
// It must not know engines, hardware or sessions.
package models
