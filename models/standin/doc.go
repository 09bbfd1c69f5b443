// Package standin writes stand-ins: models of a published one's exact shape
// with random weights. They are as fast as the real one and useless for
// anything but measuring.
//
// It must not know engines, hardware or sessions, and the readers in models
// must not know it: what they need to recognise a stand-in lies with them
// (gguf/mark.go, mlx/config.go).
//
//	standin.go     StandIn, Check and Write
//	depthpair.go   two stand-ins that differ in depth alone
//	published.go   what others measured of the real ones
//
// Working one out to the byte, without writing anything:
//
//	shape.go       what decides how many weights there are; catalogue.go has
//	               the published ones, shapename.go finds one by the name
//	               that people write
//	ggufdesign.go  a GGUF file: the types of its tensors (ggufquant.go), its
//	               header (ggufheader.go), and vocabulary.go
//	mlxdesign.go   a folder for MLX, put together in mlxblueprint.go: how
//	               architectures are laid out (mlxform.go), tensors
//	               (mlxshape.go), packings (mlxquant.go), config and tokenizer
//	               (mlxfiles.go)
//	like.go        the header of a real model, to be copied: from a file
//	               (local.go) or a server (hub.go, remote.go)
//	work.go        the outcome of all these: files, headers, tensors
//
// Writing it, whichever it is:
//
//	pieces.go      the weights, cut; weights.go makes them (random.go, normal.go,
//	               halves.go), of a sane scale (scales.go) that differs from block to block as a
//	               trained model's does (spread.go); router.go lets a mixture of
//	               experts use all of them
//	underway.go    the unfinished folder: begun, resumed, finished
//	note.go        its note: whose it is, and how many pieces are on the disk
//	lock.go        who may write it; lock_unix.go and lock_windows.go take it
//	workers.go     who makes and writes the pieces
//	deliver.go     how it gets its name
//	sweep.go       what is left beside one that is finished
//	earlier.go     what it may replace, and how
//	former.go      what the program left before it had its name
//	room.go        whether the disk can take it
//
// A stand-in is written into a folder PATH.part, whether it will be one file or
// a folder. If the writer is killed, at any moment, the next call resumes, or
// starts over if nothing was written yet; the bytes are those of a stand-in that
// was never interrupted. Foreign files are never overwritten.
//
// The tensors of a shape, and the type each gets in a quantisation, follow
// llama.cpp's converters and quantiser exactly; catalogue_test.go holds the
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
package standin
