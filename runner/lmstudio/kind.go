package lmstudio

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

const title = "LM Studio"

// Kind returns all that dragstrip must know about LM Studio.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: Name, Addressed: usualAddress, Found: true,
		Build:   "the address of LM Studio's server",
		Traits:  traits(),
		Finder:  finder{},
		Adapter: func(f engine.Folders) engine.Adapter { return adapter{f} },
		Served:  served,
		Import: func(_, word string) string {
			return "run `lms import --copy " + word + "`; without --copy it moves the file"
		},
		Drive: drive,
	}
}

// taken are the parameters with which v1 loads a model.
var taken = []bench.Taken{
	{Key: "n_batch"}, {Key: "flash_attn", Values: []string{"on", "off"}}, {Key: "no_kv_offload", Values: []string{"0", "1"}},
}

func traits() bench.Traits {
	return bench.Traits{
		Title: title, Serves: true, Tells: true, Together: true, Speculates: true, Takes: taken, Spare: serving.Spare,
		Refused: []bench.Refused{{Key: "embeddings", Value: "1", Why: "a request for embeddings generates no text"}},
		Fair: bench.Fairness{
			KV: "not told by LM Studio",
			Timing: "dragstrip timed LM Studio through its network interface: a prompt until the first token arrives, a generation from the first token to the last. That includes sampling, the text of each token and HTTP. " +
				"LM Studio's own rate of a generation is the one that it prints under an answer; its own rate of a prompt is the prompt's tokens divided by its time to the first token",
		},
	}
}
