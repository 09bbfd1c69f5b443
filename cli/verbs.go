package cli

import (
	"slices"

	"dragstrip/cli/manual"
	"dragstrip/runner/engine"
)

// verbs are all there are, in the order of the help; the last ones are for
// dragstrip itself and shells, and are not listed.
func verbs() []verb {
	return slices.Concat(
		grouped("Measure", verbsThatMeasure()),
		grouped("Look at results", verbsOfResults()),
		grouped("What this machine has", verbsOfTheMachine()),
		grouped("dragstrip itself", verbsOfItself()),
		[]verb{
			{name: completeVerb, call: completeWordsVerb},
			{name: benchVerb, call: benchProcessVerb},
			{name: engine.DriverVerb, call: driverVerb},
		},
	)
}

// grouped puts verbs under a heading of the list.
func grouped(heading string, verbs []verb) []verb {
	for i := range verbs {
		verbs[i].group = heading
	}
	return verbs
}

func verbsThatMeasure() []verb {
	return []verb{
		{name: "screens", summary: "show the screens, which is what dragstrip alone does on a terminal", call: screensVerb, examples: []manual.Example{
			{Line: "", Words: "machine, models, plan, live results: Enter goes on"},
			{Line: "--demo", Words: "a recorded session, for a look without an engine"},
		}},
		{name: "run", summary: "measure models: write a plan, start it, show it, report it", call: runVerb, examples: []manual.Example{
			{Line: "run llama-3.2-1b", Words: "one model with the usual tests: pp512 and tg128"},
			{Line: "run model.gguf -fa on,off -p 512,2048 -n 128", Words: "with and without flash attention, at two prompt lengths"},
			{Line: "run model.gguf --engine /opt/new/bench --engine /opt/old/bench", Words: "one model with two builds of an engine, in turns"},
			{Line: "run --setup --yes", Words: "get an engine and a stand-in model where they are missing, and measure"},
		}},
		{name: "attach", summary: "look at a session that is being measured, or resume one", call: attachVerb, examples: []manual.Example{
			{Line: "attach", Words: "back to the session that is being measured"},
			{Line: "attach --resume", Words: "finish the newest session that was interrupted"},
		}},
		{name: "control", summary: "pause, resume, skip, requeue, move or stop a live session", call: controlVerb, examples: []manual.Example{
			{Line: "control pause", Words: "stop measuring after the test in flight"},
			{Line: "control skip j2", Words: "leave out the second job"},
		}},
		{name: "control add", summary: "add jobs to a live session", call: controlAddVerb, examples: []manual.Example{
			{Line: "control add model.gguf -p 512", Words: "measure one more model when the others are done"},
		}},
		{name: "rerun", summary: "measure a session or a report again, and set old against new", call: rerunVerb, examples: []manual.Example{
			{Line: "rerun last", Words: "the newest session again"},
			{Line: "rerun report.md --fail-if slower:3%", Words: "in CI: exit code 1 where something became slower by more than 3 %"},
		}},
	}
}

func verbsOfResults() []verb {
	return []verb{
		{name: "report", summary: "write a session as markdown, JSON, CSV or an engine's own formats", call: reportVerb, examples: []manual.Example{
			{Line: "report", Words: "the newest session, as markdown"},
			{Line: "report 20261129-1211 --format json -o result.json", Words: "a session by the beginning of its name, into a file"},
		}},
		{name: "compare", summary: "set sessions, builds or models side by side", call: compareVerb, examples: []manual.Example{
			{Line: "compare before.md after.md", Words: "two reports"},
			{Line: "compare last --models", Words: "the models of the newest session"},
		}},
		{name: "history", summary: "list the sessions", call: historyVerb, examples: []manual.Example{
			{Line: "history --json", Words: "for programs"},
		}},
	}
}

func verbsOfTheMachine() []verb {
	return []verb{
		{name: "machine", summary: "say what this machine is, and what its memory really moves", call: machineVerb, examples: []manual.Example{
			{Line: "machine", Words: "takes about two seconds"},
			{Line: "machine --gpu", Words: "also what the memory of the GPU moves"},
		}},
		{name: "models", summary: "list the models that can be measured", call: modelsVerb, examples: []manual.Example{
			{Line: "models", Words: "all of them, with what fits"},
			{Line: "models qwen3:8b", Words: "everything that is known of one"},
			{Line: "models --add ~/gguf", Words: "look into that folder, too, from now on"},
		}},
		{name: "engines", summary: "list or remove engine builds", call: enginesVerb, examples: []manual.Example{
			{Line: "engines", Words: "all builds, with the name that --engine takes"},
		}},
		{name: "setup", summary: "get what is missing: an engine", call: setupVerb, examples: []manual.Example{
			{Line: "setup", Words: "asks before anything is downloaded"},
		}},
		{name: "standin", summary: "write a model of exact shape with random weights", call: standinVerb, examples: []manual.Example{
			{Line: "standin", Words: "list the shapes"},
			{Line: "standin llama-3.2-1b q8_0", Words: "as fast as the real one, without downloading it"},
		}},
	}
}

func verbsOfItself() []verb {
	return []verb{
		{name: "doctor", summary: "print everything that a bug report needs", call: doctorVerb, examples: []manual.Example{
			{Line: "doctor > doctor.txt", Words: "into a file, to read before it is sent"},
		}},
		{name: "completion", quiet: true, summary: "print what a shell needs to complete verbs, flags and names", call: completionVerb, examples: []manual.Example{
			{Line: "completion bash > ~/.local/share/bash-completion/completions/dragstrip", Words: "for every bash from now on, where bash-completion is installed"},
		}},
		{name: "man", quiet: true, summary: "print the manual page", call: manVerb, examples: []manual.Example{
			{Line: "man | man -l -", Words: "read it"},
		}},
		{name: "help", quiet: true, summary: "explain a verb, or list all", call: helpVerb, examples: []manual.Example{
			{Line: "help run", Words: "the same as dragstrip run -h"},
		}},
		{name: "version", quiet: true, summary: "print dragstrip's version", call: versionVerb},
	}
}
