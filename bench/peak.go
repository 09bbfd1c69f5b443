package bench

// MemoryPeak is the most memory that hardware readings saw while a job was
// measured. Readings come about once a second, so a short job may have none. A
// figure of 0 is not known.
type MemoryPeak struct {
	// ProcessBytes is what the engine's processes had in memory, with the parts of
	// the model's file that were read.
	ProcessBytes int64
	// GPUBytes is what was in use on the GPUs, by all programs together.
	GPUBytes int64
}

// notePeak keeps what a reading says about the job that is being measured.
func (s *Session) notePeak(r Reading) {
	j := s.Job(s.Now.Job)
	if j == nil || j.State == StateFinished {
		return
	}
	if r.EngineMemory == nil {
		return // no engine runs, so the GPU has only the memory of others
	}
	j.Peak.ProcessBytes = max(j.Peak.ProcessBytes, *r.EngineMemory)
	if r.GPUBytes != nil {
		j.Peak.GPUBytes = max(j.Peak.GPUBytes, *r.GPUBytes)
	}
}
