package llama

import (
	"bytes"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// serverParser reads the lines of the driver, and those that llama-server itself
// prints: its memory and its settings.
type serverParser struct {
	*driver.Parser
	log serverLog
	// chatting is set if the last line was one that isChat accepts, or continued
	// such a line.
	chatting bool
}

var (
	_ engine.Parser  = (*serverParser)(nil)
	_ engine.Skimmer = (*serverParser)(nil)
)

func newServerParser(build bench.EngineBuild, work []engine.Work) *serverParser {
	return &serverParser{Parser: driver.NewParser(build, work, serverManner(work[0].Job)), log: serverLog{memory: newLedger(), draft: work[0].Job.Params[bench.Draft]}}
}

// serverRules are failures of the server that llama-bench cannot have.
var serverRules = []words.Rule{
	words.When(`couldn't bind HTTP server socket`, bench.FailEngineNotRunning, words.Invocation,
		"another program took the port before llama-server could", "measure it again"),
	words.When(`LLAMA_VOCAB_TYPE_NONE`, bench.FailNotModel, words.Model,
		"the model has no vocabulary, and a server needs one", "measure it with llama-bench (--engine llama.cpp), or get the whole model"),
	words.When(serverProgram+` ended by itself: SIGKILL`, bench.FailOutOfMemory, words.Stage,
		"the system ended llama-server; the usual cause is too little memory", ""),
}

func serverManner(job *bench.Job) driver.Manner {
	m := driver.Manner{
		Title: ServerName, Program: serverProgram, Gave: "llama-server could not be measured", Starting: "starting llama-server",
		Rules: slices.Concat(serverRules, draftRules, rules),
		Look:  "see the engine's own log; try another engine build", Memory: remedyMemory, Context: remedyContext,
	}
	if len(job.LeftOut) > 0 {
		m.Doubts = []bench.Warning{leftOut(job)}
	}
	return m
}

// settingsIn are functions, besides those of noise, whose lines tell settings.
var settingsIn = map[string]bool{"common_param": true, "system_info": true, "common_specu": true, "common_speculative_init": true}

// Line handles one line.
func (p *serverParser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if stream == engine.Err {
		p.chatting = isChat(line) || p.chatting && isContinued(line)
		line = withoutStamp(line)
		name, _ := prefixOf(line)
		if noise[name] || settingsIn[name] {
			p.log.read(line)
		}
		// While it serves, it prints some twenty lines for each request.
		if useless.Match(line) || (noise[name] || p.chatting && p.Loaded) && !telling(line) {
			return nil
		}
		return p.Parser.Line(stream, at, line, cut)
	}
	out := p.Parser.Line(stream, at, line, cut)
	// The log and the driver's lines come through two pipes, so the log may be
	// late. What it has said since the last time is reported now.
	return append(out, p.news()...)
}

// stamp is what builds since 2026 print before each line: time, level, module.
var stamp = lazyregexp.New(`^\d+\.\d\d\.\d{3}\.\d{3} [A-Z] +(?:(?:srv|slot|cmn|spec|que|res|mtmd) +)?`)

// Skim looks at the first bytes of a line and tells how soon the line is needed,
// see engine.Skimmer. Lines about a request are only for the server's log.
func (p *serverParser) Skim(stream engine.Stream, line []byte) engine.Worth {
	if stream == engine.Err && (ofRequest.Match(line[:min(len(line), 60)]) || isContinued(line)) {
		return engine.MayWait
	}
	return p.Parser.Skim(stream, line)
}

// ofRequest begins the lines that the server prints for each request.
var ofRequest = lazyregexp.New(`^\d+\.\d\d\.\d{3}\.\d{3} [ID] +(?:slot|res|srv +update_slots)`)

// End handles the end of the process. The log may have told more after the
// driver's last line.
func (p *serverParser) End(at time.Time, exit engine.Exit) []engine.Emitted {
	return append(p.news(), p.Parser.End(at, exit)...)
}

// news gives the settings and the memory that the log has told since the last
// call. Nothing is given before the model is loaded.
func (p *serverParser) news() []engine.Emitted {
	if !p.Loaded || p.Ended() {
		return nil
	}
	for _, m := range p.log.memory.changed() {
		p.Emit(p.Now().Job.ID, m)
	}
	p.Tell(p.log.news())
	return p.Take()
}

// isChat tells whether a line has a stamp with the level of information or
// below.
func isChat(line []byte) bool {
	at := bytes.IndexByte(line[:min(len(line), 20)], ' ')
	return at > 0 && at+1 < len(line) && (line[at+1] == 'I' || line[at+1] == 'D') && stamp.Match(line[:min(len(line), 40)])
}

// isContinued tells whether a line belongs to the one before it.
func isContinued(line []byte) bool { return len(line) > 0 && (line[0] == '\t' || line[0] == ' ') }

func withoutStamp(line []byte) []byte {
	line = bytes.TrimRight(line, "\r\n")
	return line[len(stamp.Find(line)):]
}
