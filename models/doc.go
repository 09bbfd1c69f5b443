// Package models knows models on disk: where they lie, what they are, and how
// much memory they need. Bytes from files are foreign: every count has a limit,
// and every text is cleaned.
//
// It must not know engines, hardware or sessions. It must not know how
// stand-ins are written (package standin does that). The packages gguf and mlx
// read the formats. Package problem has the words for what is wrong.
//
// # Where things are
//
// What a model is:
//
//	found.go         a model that was found, and its facts
//	names.go         what names of files and folders say: quantization, part, repository
//	named.go         finds the model that a name means
//	open.go          the model at a path, or why there is none (several in a folder, none that can be measured)
//	small.go         reads a small file whole
//	weigh.go         adds up tensors: parameters, size, active experts
//	kv.go            what each layer of a GGUF model keeps of a token: heads, sliding windows (in bytes: bench/kv.go)
//	ggufmodel.go     a model out of GGUF headers
//	ggufdetails.go   facts of a GGUF model: context, attention, license
//	mlxfolder.go     a folder for MLX, or why mlx_lm would not load it
//	mlxmodel.go      a model out of such a folder; its quantization
//	mlxsum.go        adds up the tensors of an MLX model
//	mlxkv.go         what mlx_lm keeps in its caches
//	parts.go         finds the parts (shards) of a split model on disk: which are missing or were renamed
//	standinfault.go  stand-ins of earlier versions that are too fast
//	unfinished.go    stand-ins that are still being written
//
// What is made of it:
//
//	fit.go         how many tokens per second a bandwidth allows; room for intermediate results
//	outlook.go     fit and ceiling on a machine
//	pair.go        which models are one model for two engines
//	companions.go  the other one of such a pair
//	hash.go        SHA-256 of a file, remembered
//	same.go        whether two files hold the same bytes
//	changed.go     whether model files changed since the plan
//	inmemory.go    how much of a model's files is in memory (page cache)
//	disk_*.go      tells files apart by inode
//
// All models in folders:
//
//	find.go          searches for models
//	fingerprint.go   whether anything has changed since the last search
//	walk.go          goes through folders: limits of a search, and files that are no model (vocabulary only, broken link)
//	stores.go        where other programs keep models: LM Studio, Ollama, Jan, GPT4All, llama.cpp
//	surroundings.go  variables that decide where stores are
//	hubcache.go      where the Hugging Face cache (HF_HOME) lies
//	store_hub.go     reads the Hugging Face cache
//	store_ollama.go  reads the stores of Ollama: which models there are, and why one cannot be measured
//	store_docker.go  reads Docker's store
//	manifest.go      the list of a model's files, as Ollama and Docker keep it
//	ollamanames.go   goes through the manifests of an Ollama store; what Ollama calls a file
//	store_jan.go     reads Jan's store
//	store_mlx.go     takes a folder of weights as one model
//	layouts.go       which layout a store has
//	known.go         remembers what headers said, so that the next scan is fast
package models
