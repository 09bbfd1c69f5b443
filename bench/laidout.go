package bench

// mostPadding is how much larger an engine's own layout may be than the layout
// of the file, as a fraction. llama.cpp's layout for AMX takes 38 bytes for 34
// bytes of Q8_0; no known layout takes more. A larger difference is not
// padding: the same weights were counted twice. Some builds count a mapped file
// as a whole and also the parts that they repacked.
const mostPadding = 0.15

// laidOutMore is how many bytes more a token reads than the file's layout would
// need, because the engine repacked weights for its kernels. It is 0 if the
// engine does not say that it repacked any. An engine says how large its
// buffers are, not which tensors they hold. Tensors that keep the file's layout
// are as large as in the file, so the rest of the model's size belongs to the
// repacked ones.
func (j *JobState) laidOutMore() int64 {
	m, known := j.weightsInOnePlace()
	if !known || m.Repacked <= 0 || m.Repacked > m.Bytes || j.Model.SizeBytes <= 0 {
		return 0
	}
	kept := m.Bytes - m.Repacked
	before := j.Model.SizeBytes - kept // size of the repacked weights in the file
	if m.Doubled {
		// The table of embeddings is in memory twice. Rows are looked up in the
		// unchanged table; the repacked one is read as a whole. Almost no other
		// weights keep the file's layout.
		before, kept = j.Model.SizeBytes, 0
	}
	more := m.Repacked - before
	if before <= 0 || more <= 0 || float64(more) > mostPadding*float64(before) {
		return 0
	}
	// Weights that a token does not read (experts that are not used) are not
	// read in the new layout either. A table in which only one row is looked up
	// keeps its layout.
	idle := max(j.Model.SizeBytes-j.Model.ReadBytesPerToken-kept, 0)
	return int64(float64(more) * float64(before-min(idle, before)) / float64(before))
}

// weightsInOnePlace returns the engine's only buffer for the weights. The second
// result is false if the engine named none, or several.
func (j *JobState) weightsInOnePlace() (MemoryAllocated, bool) {
	var found []MemoryAllocated
	for _, m := range j.Memory {
		if m.Use == "model" {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		return MemoryAllocated{}, false
	}
	return found[0], true
}
