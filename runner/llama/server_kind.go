package llama

import (
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// ServerKind returns all that dragstrip must know about llama.cpp's server. It
// lies beside llama-bench in every build. dragstrip's driver starts it and
// measures it through its network interface.
func ServerKind() *engine.Kind {
	return &engine.Kind{
		Name: ServerName, Short: "lserver", Of: Name, As: AsServer, Build: "a llama-server, or a folder that holds one", Traits: serverTraits(),
		Newer:   newer,
		Adapter: func(engine.Folders) engine.Adapter { return newServerAdapter() },
		Remote:  remoteFlag,
		Drive:   driveServer,
	}
}

func serverTraits() bench.Traits {
	return bench.Traits{
		Title: ServerName, Formats: []string{"gguf"}, Tells: true, Together: true, Speculates: true, Program: serverProgram, Spare: spare,
		Refused: []bench.Refused{{Key: "embeddings", Value: "1", Why: "a server for embeddings generates no text"}},
		Fair: bench.Fairness{
			Timing: "dragstrip timed llama-server through its network interface: a prompt until the first token arrives, a generation from the first token to the last. That includes sampling, the text of each token and HTTP, which llama-bench does not do",
		},
	}
}

// AsServer returns the build of the server that lies beside llama-bench.
func AsServer(b bench.EngineBuild) bench.EngineBuild {
	b.Engine, b.Traits = ServerName, serverTraits()
	if len(b.Prefix) == 0 {
		return b
	}
	at := programPart(b)
	prefix := slices.Clone(b.Prefix)
	switch program := prefix[at]; places.ProgramName(program) {
	case unifiedProgram:
		if at+1 < len(prefix) && prefix[at+1] == subcommand {
			prefix[at+1] = serverSubcommand
		}
	case benchProgram:
		folder, name := filepath.Split(program)
		prefix[at] = folder + strings.Replace(name, benchProgram, serverProgram, 1)
	}
	b.Prefix = prefix
	return b
}
