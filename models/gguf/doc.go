// Package gguf reads and writes the headers of GGUF files. Bytes from files
// are foreign: every count is bounded, and no text is believed.
//
// It must not know what a model is, where files lie, or what is done with
// them: it needs something that reads at an offset, and gives what is there.
//
// # Where things are
//
//	header.go  reads a GGUF header: metadata and tensors
//	cursor.go  reads front to back within limits
//	types.go   tensor types, their sizes, and the quantization of a file
//	split.go   reads names of parts (shards), model-00001-of-00003.gguf
//	blocks.go  the layer that a tensor belongs to
//	mark.go    marks of a stand-in
//	former.go  marks of stand-ins written under the former name
//	writer.go  writes a GGUF header
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
package gguf
