package runner

import (
	"io"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// openLogs opens the files for an engine's output. If that fails, the output is
// lost but the measurement is not.
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

// discard drops output if there is no file for it. The pipes are still read,
// because the engine would wait otherwise.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// logFailed warns that part of the engine's output is not on disk.
func (s *Scheduler) logFailed(err error) error {
	return s.Emit("", bench.Warned{Warning: bench.Warning{
		Code: "engine_log_incomplete", Text: "part of the engine's output could not be saved: " + bench.Clean(err.Error()),
		Remedy: "free some disk space; results are not affected",
	}})
}
