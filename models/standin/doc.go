// Package standin writes stand-ins: models with random weights and the exact
// shape of a published model. They are as fast as the real model, and useful
// only for measuring.
//
// It must not know engines, hardware or sessions. The packages that read models
// must not know it: those packages contain what is needed to recognise a
// stand-in (gguf/mark.go, mlx/config.go).
//
// A stand-in is written into a folder PATH.part, even if it will be a single
// file. If the writer is killed at any moment, the next call resumes, or starts
// over if nothing was written yet. The result has the same bytes as without an
// interruption. Foreign files are never overwritten.
//
// The tensors of a shape, and the type of each tensor in a quantization, follow
// llama.cpp's converters and quantizer exactly. catalogue_test.go compares the
// sums with published sizes, to the byte if the bytes are known. The weights
// are random, as large as those of trained models. Zeros would make a GPU
// faster than with a real model, and one scale in all blocks would make a CPU
// faster. A router of zeros would send every token to the same experts.
//
// fit_real_test.go measures stand-ins against real models: for SmolLM2-135M
// Q4_1 on two cores, a stand-in with different scales generated 1.00 times as
// many tokens per second of CPU time as the real file, and a stand-in with one
// scale 1.47 times as many. An MLX stand-in may have one scale, because MLX
// computes with its scales and does not look them up in a table.
//
// The metadata of a stand-in say that it is a stand-in: for dragstrip by the
// key "dragstrip.stand_in", for other programs by "(stand-in)" after the name.
// bench.Model carries this to every screen and report.
//
// A stand-in for MLX is a folder like those that mlx_lm's own converter writes,
// cut into files of at most 5 GiB. It says in config.json that it is a stand-in
// (key "dragstrip_stand_in"). If DRAGSTRIP_TEST_MLX_PYTHON is set,
// mlxreal_test.go loads all shapes with the mlx_lm of that Python.
//
// A stand-in that is made like a real file has the metadata of that file byte
// for byte, with vocabulary and chat template. Its tensors have the same names,
// types, shapes and places. A split model becomes one file. The content of a
// tensor follows from its name (norms are ones, biases are zeros) and its type.
//
// # Where things are
//
// What is asked for:
//
//	usual.go      the forms of a shape that people use
//	previews.go   the descriptions of usual stand-ins, which are kept in the program
//	standin.go    StandIn, Check and Write
//	catalogue.go  the published models whose shapes can be written
//	shapename.go  finds a shape by the name people write
//	shape.go      what decides how many weights there are
//	depthpair.go  two stand-ins that differ in depth alone (for device bandwidth)
//	published.go  what others measured of the real models
//
// Worked out to the byte:
//
//	work.go          files, headers and tensors that will be written
//	ggufdesign.go    a GGUF file
//	ggufquant.go     GGUF: the type of each tensor in a quantization
//	ggufheader.go    GGUF: the header of a stand-in
//	vocabulary.go    GGUF: a made-up vocabulary and tokenizer
//	mlxdesign.go     a folder for MLX
//	mlxblueprint.go  MLX: the parts of a folder being worked out
//	mlxform.go       MLX: how mlx_lm lays out each architecture
//	mlxshape.go      MLX: the tensors
//	mlxquant.go      MLX: the quantizations
//	mlxfiles.go      MLX: config.json, tokenizer and index
//	like.go          the header of a real model, copied
//	local.go         copies a header from a file
//	hubaddress.go    a file named by the address of its page on Hugging Face
//	hub.go           copies a header from a Hugging Face server: address, token, how long it waits
//	remote.go        reads the beginning of a file on a server
//
// Writing it:
//
//	pieces.go    weights cut into pieces
//	weights.go   makes the weights of a piece
//	random.go    random bits
//	normal.go    a normal distribution
//	halves.go    half-precision numbers
//	scales.go    scales of blocks
//	spread.go    how scales differ from block to block
//	router.go    lets a mixture of experts use all experts
//	underway.go  the unfinished folder: begun, resumed, finished
//	note.go      the note in an unfinished folder: whose it is, how much is written
//	lock.go      who may write it: takes the lock
//	workers.go   who makes and writes the pieces, and how far they are
//	deliver.go   gives a stand-in its name when it is whole
//	sweep.go     removes what an interrupted attempt left
//	earlier.go   finished stand-ins of earlier versions: what a new one may replace, and how
//	former.go    refuses what the program began under its former name
//	room.go      whether the disk has room: free bytes
package standin
