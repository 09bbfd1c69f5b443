// Package standin writes stand-ins: models of a published one's exact shape
// with random weights. They are as fast as the real one and useless for
// anything but measuring.
//
// It must not know engines, hardware or sessions, and the readers in models
// must not know it: what they need to recognise a stand-in lies with them
// (gguf/mark.go, mlx/config.go).
//
//	standin.go     StandIn, Check and Write
//	shape.go       what decides how many weights there are; catalogue.go has
//	               the published ones, published.go what others measured
//	mixture.go     which type a tensor gets in a quantisation
//	design.go      a GGUF file worked out to the byte; header.go and
//	               vocabulary.go say what its header holds
//	mlxdesign.go   a folder for MLX worked out to the byte; mlxshape.go names
//	               its tensors, mlxfiles.go writes config and tokenizer
//	like.go        the header of a real model, to be copied: from a file
//	               (local.go) or a server (hub.go, remote.go)
//	weights.go     random weights of a sane scale (scales.go), in pieces
//	part.go        a file that is being written, and mlxpart.go a folder
//	depthpair.go   two stand-ins that differ in depth alone
//	room.go        whether the disk can take it
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
// files at 5 GiB. It says in config.json that it is a stand-in (key
// "dragstrip_stand_in"). mlxreal_test.go loads all shapes with the mlx_lm of
// DRAGSTRIP_TEST_MLX_PYTHON, where one is named.
//
// A stand-in like a real file has that one's metadata byte for byte, with
// vocabulary and chat template, and its tensors by name, type, shape and
// place; a split model becomes one file. What is in a tensor follows its name
// (norms are ones, biases zeros) and its type.
package standin
