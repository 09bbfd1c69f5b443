// Package models knows models on disk: where they lie, what a GGUF file says
// of itself, and how to write a stand-in from a shape. Bytes from files are
// foreign: every count is bounded, every text cleaned.
//
// It must not know engines, hardware or sessions.
//
//	Open, Find      what can be benchmarked, and why something cannot
//	ReadGGUF        a header, from anything that reads at an offset
//	Pairs           one model for two engines, among those found
//	Hash            SHA-256, remembered
//	Shapes, Check,  stand-ins: the catalogue, the figures of one,
//	WriteStandIn    and the file, or the folder for MLX
//	LikeFile, Hub   the header of a real model, to be copied into one
//
// # Why a reader of our own
//
// github.com/gpustack/gguf-parser-go (v0.28.1, looked at in November 2026) is
// well kept and by now bounds its counts. It is not used, because:
//
//   - it reads paths and addresses, not an io.ReaderAt: it cannot be fuzzed on
//     bytes, nor read a header out of an archive or over a connection of ours;
//   - without mmap it seeks for each word of a vocabulary: 110 ms and 130,000
//     allocations for a header of 128,000 words, against 0.5 ms and 200
//     allocations here, where 2,000 files in a second are wanted; with mmap
//     (5 ms) a file that shrinks while it is read ends the process;
//   - one tensor of a type it does not know loses the whole file, although
//     forks invent types and their files can be named and measured all the same;
//   - a file cut short is reported as a wrong block layout, not as a download
//     to finish;
//   - reading from a server, it puts the token on every request, also on one
//     that was sent on to another host; it asks for the whole file first to
//     learn its length, and it keeps no byte of what it read, where a stand-in
//     has to copy them;
//   - it brings eleven modules (gonum, x/tools, x/crypto, a JSON library …) for
//     what takes 400 lines.
//
// # Stand-ins
//
// The tensors of a shape, and the type each gets in a quantisation, follow
// llama.cpp's converters and quantiser exactly; catalogue_test.go holds the
// sums against published sizes to the byte where those are known. The weights
// are random at a sane scale: zeros would let a GPU run faster than it does on
// a real model, and a router of zeros would send every token to the same
// experts. A stand-in says in its own metadata that it is one (key
// "dragstrip.stand_in", and "(stand-in)" behind its name for other programs), and
// bench.Model carries that to every screen and report.
//
// A stand-in for MLX is a folder as mlx_lm's own converter writes it, cut into
// files at 5 GiB: mlxshape.go names the tensors, mlxdesign.go packs them,
// mlxfiles.go writes config and tokenizer. It says in config.json that it is a
// stand-in (key "dragstrip_stand_in"). mlxreal_test.go loads all shapes with the
// mlx_lm of DRAGSTRIP_TEST_MLX_PYTHON, where one is named.
//
// A stand-in like a real file has that one's metadata byte for byte, with
// vocabulary and chat template, and its tensors by name, type, shape and
// place; a split model becomes one file. What is in a tensor follows its name
// (norms are ones, biases zeros) and its type.
//
// One that is interrupted, by whatever, is gone on with by the next call:
// part.go says how.
package models
