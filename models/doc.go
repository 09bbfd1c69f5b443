// Package models knows models on disk: where they lie, what they are, and
// what they take. Bytes from files are foreign: every count is bounded, every
// text cleaned.
//
// It must not know engines, hardware or sessions, nor how stand-ins are
// written (package standin does). Formats are read one floor below, in
// packages gguf and mlx; package problem has the words for what is wrong.
//
// What a model is, from below:
//
//	found.go         Found, with its Facts
//	names.go         what names of files and folders say
//	weigh.go         tensors added up: all, and those a token passes through
//	kv.go            what is kept of the tokens that were read
//	ggufmodel.go     a model out of GGUF headers; ggufdetails.go its Facts
//	mlxfolder.go     a folder for MLX, or why mlx_lm would not load it
//	mlxmodel.go      a model out of such a folder; mlxsum.go its tensors, mlxkv.go
//	                 what is kept of the tokens
//	parts.go         the parts of a split model, and which are missing
//	standinfault.go  stand-ins of earlier versions that are too fast
//	unfinished.go    the mark of a stand-in that is still being written
//	small.go         reads a small file whole
//	named.go         Names: the model that a name means
//	open.go          Open and Look: the model at a path, or why there is none
//
// What is made of it:
//
//	fit.go           what it takes in memory, and how fast it can be at most;
//	                 outlook.go says it for a machine
//	pair.go          one model for two engines, among those found;
//	                 companions.go finds the others of a pair
//	hash.go          SHA-256, remembered; changed.go sees without reading
//	inmemory.go      how much of it the system holds in memory
//
// All models in folders:
//
//	stores.go        where other programs keep models; hubcache.go where the
//	                 hub's library does; surroundings.go what decides it
//	walk.go          through folders, each once; store_*.go are the layouts of
//	                 stores, layouts.go tells one from the other
//	known.go         what headers said, remembered
//	find.go          Search and Find, which put these together
package models
