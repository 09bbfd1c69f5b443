package standin

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
)

// work is everything that is needed to write a stand-in. The size and content of
// every file follow from it.
type work struct {
	label   string // "Llama 3.2 3B Q4_0"
	seed    uint64
	recipe  int
	tensors weights
	// files hold the weights. The small files are written at the end: only the
	// last of them makes the folder a model.
	files []weightFile
	small []smallFile
	// single says that the model is one file. Otherwise the model is the folder.
	single  bool
	found   models.Found // what a search will find when the stand-in is written
	figures Figures
}

// weightFile is one file of weights. Its tensors begin with number first and
// end before the first tensor of the next file.
type weightFile struct {
	name   string
	first  int
	header []byte
	bytes  int64 // of the weights, after the header
}

func (f *weightFile) size() int64 { return int64(len(f.header)) + f.bytes }

// smallFile is a file that is written in one piece.
type smallFile struct {
	name string
	text []byte
}

// fileOf finds the file that holds a tensor.
func (w *work) fileOf(tensor int) int {
	i, found := slices.BinarySearchFunc(w.files, tensor, func(f weightFile, tensor int) int { return f.first - tensor })
	if !found {
		i--
	}
	return i
}

// locate gives the file that a piece is in, and the byte at which the piece
// begins.
func (w *work) locate(p piece) (file int, offset int64) {
	file = w.fileOf(p.tensor)
	return file, int64(len(w.files[file].header)) + w.tensors[p.tensor].offset + p.first
}

// reach gives the smallest size that each file can have after the given number
// of pieces was written.
func (w *work) reach(pieces int64) []int64 {
	least := make([]int64, len(w.files))
	for _, p := range w.tensors.pieces()[:pieces] {
		file, offset := w.locate(p)
		least[file] = max(least[file], offset+p.bytes)
	}
	return least
}

// Figures are the sizes and counts that engines will report for a stand-in.
// They are known before it is written.
type Figures struct {
	SizeBytes  int64 // of the tensors: llama-bench's "size"
	ParamCount int64 // llama-bench's "params"
	// FileBytes is the size of the file on disk.
	FileBytes         int64
	ActiveParamCount  int64
	ReadBytesPerToken int64
	Tensors           int64
}

// Size is the size of the model as people read it everywhere: on Models, in
// reports and from llama-bench. The file is a few MiB larger, because it also
// has the vocabulary.
func (f Figures) Size() string { return bench.FormatBytes(f.SizeBytes) }

func figuresOf(f models.Found, fileBytes int64) Figures {
	return Figures{
		SizeBytes: f.SizeBytes, ParamCount: f.ParamCount, FileBytes: fileBytes,
		ActiveParamCount: f.ActiveParamCount, ReadBytesPerToken: f.ReadBytesPerToken, Tensors: f.Facts.Tensors,
	}
}

// recipeOf is the number of the recipe for the weights. It changes whenever the
// same seed would give other bytes, so that an unfinished stand-in is never
// resumed with another recipe. spread tells whether scales differ from block to
// block.
func recipeOf(routed, spread bool) int {
	switch {
	case spread:
		return gguf.RecipeSpreadScales
	case routed:
		return gguf.RecipeEvenExperts
	}
	return gguf.RecipeBefore
}

// haveSpreadScales tells whether any tensor has scales that differ.
func (w weights) haveSpreadScales() bool {
	return slices.ContainsFunc(w, func(t placed) bool { return t.kind.HasHalfScales() })
}

const partEnd = ".part"

// singleName is the name that a file has while it is written, if it is the
// whole model.
const singleName = "model.gguf"
