// Package published is the reference set: speeds of language models that other
// people measured and published, with the chips and the shapes of the models.
// The set is part of the program, so it needs no network and no file.
//
// Other people measured the figures, with the engine builds and settings of
// their time. Where they stand beside figures of this machine, they are always
// marked. Every figure names its source. Rows that are known to be wrong were
// left out; set/README.md says which, and why.
//
// It must not know what is measured on this machine: it imports package bench
// for the names of tests, and nothing else.
//
//	set.go        the whole set, read once; how it is packed
//	chips.go      a chip: bandwidth, arithmetic, memory, year, price; search by name
//	identify.go   the chip of a machine's GPU
//	spoken.go     names of chips as machines and tables spell them
//	figures.go    a published figure: who measured what, where, with which build and settings
//	matches.go    which published figures are of a model (size, quantization, architecture), and the best of each chip
//	shapes.go     the shape of a published model: layers, vocabulary, KV cache; the bytes that a token reads
//	table.go      reads the columns of a CSV file by name
//
// The folder set holds the set as CSV files, which people edit. After a change
// `go test ./bench/published -run Packed -update` packs them into set.zip, which
// is embedded.
package published
