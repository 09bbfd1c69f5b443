package ollama

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

const title = "Ollama"

// Kind returns all that dragstrip must know about Ollama.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: Name, Addressed: "http://127.0.0.1:" + usualPort, Found: true,
		Build:   "the address of a server of Ollama, its program, or a folder that holds it",
		Traits:  traits(),
		Finder:  finder{},
		Adapter: func(engine.Folders) engine.Adapter { return adapter{} },
		Setup:   setup(),
		Served:  served,
		Import: func(path, _ string) string {
			return "write the line `FROM " + path + "` into a file named Modelfile, then run `" + program + " create NAME -f Modelfile`"
		},
		Drive: drive,
	}
}

func traits() bench.Traits {
	return bench.Traits{
		Title: title, Serves: true, Tells: true, Together: true, Takes: taken, Program: program, Spare: serving.Spare,
		Refused: []bench.Refused{{Key: "embeddings", Value: "1", Why: "a request for embeddings generates no text"}},
		Fair: bench.Fairness{
			Timing: "dragstrip timed Ollama through its network interface: a prompt until the first token arrives, a generation from the first token to the last. That includes sampling, the text of each token and HTTP. Ollama's own rates divide its counts by its own durations; its duration of a generation begins at the first token, which its count includes",
		},
	}
}

// ownTraits are those of a server that dragstrip starts itself.
func ownTraits(x bench.Traits) bench.Traits {
	x.Takes = slices.Concat(x.Takes, takenOwn)
	return x
}
