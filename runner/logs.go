package runner

import (
	"io"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// openLogs opens the files for an engine's words. Where that fails the words
// are lost, the measurement is not.
func (s *Scheduler) openLogs(name string, errs chan<- error) (out, err io.WriteCloser) {
	open := func(stream engine.Stream) io.WriteCloser {
		if s.EngineLog == nil {
			return discard{}
		}
		w, e := s.EngineLog(name, stream)
		if e != nil {
			errs <- e
			return discard{}
		}
		return w
	}
	return open(engine.Out), open(engine.Err)
}

// discard takes what there is no file for: the pipes must be emptied all the
// same, or the engine would wait.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// logFailed says that the engine's own words are not all on the disk.
func (s *Scheduler) logFailed(err error) error {
	return s.Emit("", bench.Warned{Warning: bench.Warning{
		Code: "engine_log_incomplete", Text: "the engine's own words could not all be kept: " + bench.Clean(err.Error()),
		Remedy: "free some disk space; results are not affected",
	}})
}
