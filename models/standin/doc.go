// Package standin writes stand-ins: models of a published one's exact shape
// with random weights. They are as fast as the real one and useless for
// anything but measuring.
//
// It must not know engines, hardware or sessions, and the readers in models
// must not know it: what they need to recognise a stand-in lies with them
// (gguf/mark.go, mlx/config.go).
//
// A stand-in is written into a folder PATH.part, whether it will be one file or
// a folder. If the writer is killed, at any moment, the next call resumes, or
// starts over if nothing was written yet; the bytes are those of a stand-in that
// was never interrupted. Foreign files are never overwritten.
//
// The tensors of a shape, and the type each gets in a quantization, follow
// llama.cpp's converters and quantizer exactly; catalogue_test.go holds the
// sums against published sizes to the byte where those are known. The weights
// are random at a sane scale: zeros would let a GPU run faster than it does on
// a real model, one scale in all blocks would do the same on a CPU, and a
// router of zeros would send every token to the same experts.
//
// fit_real_test.go measures stand-ins against real models: SmolLM2-135M Q4_1 on
// two cores, one stand-in with scales that differ and one with a single scale,
// generated 1.00 and 1.47 times as many tokens per second of CPU time as the
// real file. Nothing of this is in an MLX stand-in: MLX computes with its
// scales and looks nothing up.
//
// A stand-in says in its own metadata that it is one (key
// "dragstrip.stand_in", and "(stand-in)" behind its name for other programs), and
// bench.Model carries that to every screen and report.
//
// A stand-in for MLX is a folder as mlx_lm's own converter writes it, cut into
// files at 5 GiB. It says in config.json that it is a stand-in (key
// "dragstrip_stand_in"). mlxreal_test.go loads all shapes with the mlx_lm of
// DRAGSTRIP_TEST_MLX_PYTHON, where one is named.
//
// A stand-in like a real file has that one's metadata byte for byte, with
// vocabulary and chat template, and its tensors by name, type, shape and
// place; a split model becomes one file. What is in a tensor follows its name
// (norms are ones, biases zeros) and its type.
//
// # Where things are
//
// What is asked for:
//
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
