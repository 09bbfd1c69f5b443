package mlx

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// serverParser reads the lines of the driver, and leaves out what the server
// prints for each request.
type serverParser struct{ *driver.Parser }

var (
	_ engine.Parser  = serverParser{}
	_ engine.Skimmer = serverParser{}
)

func newServerParser(build bench.EngineBuild, work []engine.Work, doubts []bench.Warning) serverParser {
	m := manner(doubts)
	m.Title, m.Gave, m.Starting = Server, Server+" could not be measured", "starting "+Server
	m.Rules = append(serverRules[:len(serverRules):len(serverRules)], rules...)
	return serverParser{driver.NewParser(build, work, m)}
}

// serverRules are failures of the server that the other ways to measure cannot
// have, or that mean something else there.
var serverRules = []words.Rule{
	words.When(`Address already in use|Errno 98|Errno 48`, bench.FailEngineNotRunning, words.Invocation,
		"another program took the port before "+Server+" could", "measure it again"),
	words.When(`Failed to parse tokenizer|Couldn't instantiate the backend tokenizer|(?i)sentencepiece|tiktoken`, bench.FailFileIncomplete, words.Model,
		"the model has no tokenizer that can be loaded, and "+Server+" needs one", "get tokenizer.json, or measure with dragstrip's own driver, which needs none: --engine mlx"),
	words.When(`trust_remote_code`, bench.FailNotModel, words.Model,
		"the model's tokenizer contains Python code, and dragstrip does not run a model's code", "choose a conversion without code, or measure with --engine mlx, which needs no tokenizer"),
	words.When(`unrecognized arguments: (.+)$`, bench.FailUnsupportedFlag, words.Invocation,
		"this version of "+Server+" does not know $1", remedyUpdate),
	words.When(Server+` ended by itself: SIGKILL`, bench.FailOutOfMemory, words.Stage,
		"the system ended "+Server+"; the usual cause is too little memory", ""),
}

// chatter are lines about a request, and those that the server prints at each
// start.
var chatter = lazyregexp.New(`^[\d.:a-f]+ - - \[[^\]]*\] "|^Calling .python -m mlx_lm|UserWarning: mlx_lm\.server is not recommended|^  warnings\.warn\(`)

// Line handles one line.
func (p serverParser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if stream == engine.Err && chatter.Match(line) {
		return nil
	}
	return p.Parser.Line(stream, at, line, cut)
}

// Skim tells how soon a line is needed, see engine.Skimmer.
func (p serverParser) Skim(stream engine.Stream, line []byte) engine.Worth {
	if stream == engine.Err && chatter.Match(line) {
		return engine.MayWait
	}
	return p.Parser.Skim(stream, line)
}
