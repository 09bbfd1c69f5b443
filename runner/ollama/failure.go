package ollama

import (
	"errors"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

const (
	remedyLog    = "see Ollama's own log (on Linux: journalctl -u ollama; else ~/.ollama/logs/server.log)"
	remedyMemory = "choose a smaller model or quantization, a shorter context (--num-ctx), or close other programs that hold memory"
)

// rules say what the last lines of a server of our own mean.
var rules = []words.Rule{
	words.When(`bind: address already in use`, bench.FailEngineNotRunning, words.Invocation, "another program took the port before Ollama could", "measure it again"),
	words.When(`Ollama ended by itself: SIGKILL`, bench.FailOutOfMemory, words.Stage, "the system ended Ollama; the usual cause is too little memory", remedyMemory),
	words.When(`mkdir .*: (?:permission denied|read-only file system)`, bench.FailEngineNotRunning, words.Invocation,
		"Ollama cannot write into its folder of models", "let OLLAMA_MODELS name a folder that you may write"),
}

// meanings are what servers say in an error, and what that means.
var meanings = []struct {
	said   string
	code   bench.FailureCode
	reason string
	remedy string
}{
	{"requires more system memory", bench.FailOutOfMemory, "the model does not fit into memory", remedyMemory},
	{"out of memory", bench.FailOutOfMemory, "the server ran out of memory", remedyMemory},
	{"unknown model architecture", bench.FailNotModel, "this version of Ollama does not know the model's architecture", "get a newer version of Ollama"},
	{"not found, try pulling it", bench.FailNotModel, "the server no longer has the model", "get it again: " + program + " pull NAME"},
	{"' not found", bench.FailNotModel, "the server does not have the model", "`" + program + " list` shows what it has"},
	{"does not support generate", bench.FailNotModel, "the model generates no text", "choose another model"},
}

// explained says what a server's words mean.
func explained(err error) error {
	var said engine.DriverError
	if !errors.As(err, &said) {
		return err
	}
	for _, m := range meanings {
		if strings.Contains(said.Reason, m.said) {
			said.Code, said.Reason, said.Remedy = m.code, m.reason+" ("+said.Reason+")", m.remedy
			return said
		}
	}
	said.Remedy = strings.Replace(said.Remedy, "see the server's own log", remedyLog, 1)
	return said
}

// notStarted explains that a server of our own did not start.
func notStarted(err error) error {
	var said engine.DriverError
	if errors.As(err, &said) || errors.Is(err, engine.ErrEngineSaid) {
		return err
	}
	return errors.Join(errors.New("start "+program+" "+serveVerb), err)
}
