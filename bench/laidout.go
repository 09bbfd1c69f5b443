package bench

// mostPadding is by how much of itself an engine's own layout may be larger
// than that of the file: llama.cpp's for AMX takes 38 bytes where Q8_0 has 34,
// and none is known that takes more. What goes beyond it is no padding but the
// same weights counted twice: some builds count a mapped file whole beside what
// they took out of it.
const mostPadding = 0.15

// laidOutMore is by how many bytes more a token reads than it would of the
// file, because the engine laid weights out anew to suit its kernels; 0 where
// the engine does not say so. It says what its buffers hold, not which tensors:
// those that keep the file's layout are as large as in the file, so the others
// are what is left of the model.
func (j *JobState) laidOutMore() int64 {
	m, known := j.weightsInOnePlace()
	if !known || m.Repacked <= 0 || m.Repacked > m.Bytes || j.Model.SizeBytes <= 0 {
		return 0
	}
	kept := m.Bytes - m.Repacked
	before := j.Model.SizeBytes - kept // of the repacked weights, in the file
	if m.Doubled {
		// The table of embeddings is kept for looking rows up, and is read whole
		// where it was laid out anew: next to nothing else is kept.
		before, kept = j.Model.SizeBytes, 0
	}
	more := m.Repacked - before
	if before <= 0 || more <= 0 || float64(more) > mostPadding*float64(before) {
		return 0
	}
	// What no token reads (experts that are not used) is not read in another
	// layout either. A table of which one row is looked up is kept as it was.
	idle := max(j.Model.SizeBytes-j.Model.ReadBytesPerToken-kept, 0)
	return int64(float64(more) * float64(before-min(idle, before)) / float64(before))
}

// weightsInOnePlace is what the engine took for the weights; false where it did
// not say, or spread them over several devices.
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
