package cli

import (
	"slices"

	"dragstrip/cli/manual"
	"dragstrip/runner/engine"
)

// verbs gives all verbs in the order of the help. The last ones are for
// dragstrip itself and for shells, and the help does not list them.
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
		{name: "screens", summary: "show the screens; dragstrip without a verb does the same", call: screensVerb, examples: []manual.Example{
			{Line: "", Words: "machine, models, plan, live results; Enter leads to the next screen"},
			{Line: "--demo", Words: "replay a recorded session; no engine is needed"},
		}},
		{name: "run", summary: "measure models, show the progress and print the results", call: runVerb, examples: []manual.Example{
			{Line: "run llama-3.2-1b", Words: "one model with the usual tests: pp512 and tg128"},
			{Line: "run model.gguf -fa on,off -p 512,2048 -n 128", Words: "with and without flash attention, at two prompt lengths"},
			{Line: "run model.gguf --engine /opt/new/bench --engine /opt/old/bench", Words: "one model with two engine builds, alternating"},
			{Line: "run --setup --yes", Words: "install an engine and write a stand-in model if they are missing, then measure"},
		}},
		{name: "tune", summary: "search for the best configuration of a model", call: tuneVerb, examples: []manual.Example{
			{Line: "tune llama-3.2-1b", Words: "the best for prefill, for generation, and the best single one for both"},
			{Line: "tune model.gguf --goal generation -t 4,8,16 --max-time 10m", Words: "these numbers of threads; everything else as usual; at most ten minutes"},
			{Line: "tune model.gguf --variant ROCBLAS_USE_HIPBLASLT=1", Words: "each build also with this environment"},
		}},
		{name: "attach", summary: "show a session that is being measured, or resume one", call: attachVerb, examples: []manual.Example{
			{Line: "attach", Words: "show the session that is being measured"},
			{Line: "attach --resume", Words: "finish the newest session that was interrupted"},
		}},
		{name: "control", summary: "pause, resume or stop a live session; skip, requeue or move its jobs", call: controlVerb, examples: []manual.Example{
			{Line: "control pause", Words: "pause when the current test is finished"},
			{Line: "control skip j2", Words: "skip the second job"},
		}},
		{name: "control add", summary: "add jobs to a live session", call: controlAddVerb, examples: []manual.Example{
			{Line: "control add model.gguf -p 512", Words: "measure one more model when the others are done"},
		}},
		{name: "rerun", summary: "measure a session or a report again, and compare old with new", call: rerunVerb, examples: []manual.Example{
			{Line: "rerun last", Words: "the newest session again"},
			{Line: "rerun report.md --fail-if slower:3%", Words: "in CI: exit code 1 if anything became more than 3 % slower"},
		}},
	}
}

func verbsOfResults() []verb {
	return []verb{
		{name: "report", summary: "write the results of a session as markdown, JSON or CSV, or in an engine's own formats", call: reportVerb, examples: []manual.Example{
			{Line: "report", Words: "the newest session, as markdown"},
			{Line: "report 20261129-1211 --format json -o result.json", Words: "a session named by the first part of its name, written to a file"},
		}},
		{name: "compare", summary: "compare sessions, builds or models side by side", call: compareVerb, examples: []manual.Example{
			{Line: "compare before.md after.md", Words: "two reports"},
			{Line: "compare last --by model", Words: "the models of the newest session"},
			{Line: "compare last mac.md \"M1 Ultra\" --by machine", Words: "this machine, a report of another one, and what others published for a chip"},
		}},
		{name: "import", summary: "take in results that somebody else measured", call: importVerb, examples: []manual.Example{
			{Line: "import results.jsonl --machine \"M1 Ultra\"", Words: "what a benchmark program printed on another machine"},
			{Line: "import https://example.org/benchmarks.html", Words: "a page with a table of models and speeds"},
		}},
		{name: "predict", summary: "say how fast a model is on other machines", call: predictVerb, examples: []manual.Example{
			{Line: "predict llama-3.1-8b:q4_k_m --on \"M1 Ultra,RTX 4090\"", Words: "expected and published speed on these chips"},
			{Line: "predict model.gguf --sort price", Words: "chips with enough memory, the most tokens for a dollar first"},
		}},
		{name: "history", summary: "list the sessions", call: historyVerb, examples: []manual.Example{
			{Line: "history --json", Words: "for programs"},
		}},
	}
}

func verbsOfTheMachine() []verb {
	return []verb{
		{name: "machine", summary: "describe this machine and measure its memory bandwidth", call: machineVerb, examples: []manual.Example{
			{Line: "machine", Words: "takes about two seconds"},
			{Line: "machine --gpu", Words: "also measure the memory bandwidth of the GPU"},
		}},
		{name: "models", summary: "list the models that can be measured", call: modelsVerb, examples: []manual.Example{
			{Line: "models", Words: "all models, and whether each fits"},
			{Line: "models qwen3:8b", Words: "everything that is known about one model"},
			{Line: "models --add ~/gguf", Words: "from now on, look for models in that folder as well"},
		}},
		{name: "engines", summary: "list or remove engine builds", call: enginesVerb, examples: []manual.Example{
			{Line: "engines", Words: "all builds, each with the name that --engine takes"},
			{Line: "engines remove BUILD", Words: "remove one that dragstrip installed, after a question"},
		}},
		{name: "setup", summary: "install an engine", call: setupVerb, examples: []manual.Example{
			{Line: "setup", Words: "asks before it downloads anything"},
		}},
		{name: "standin", summary: "write a stand-in: a real model's shape with random weights", call: standinVerb, examples: []manual.Example{
			{Line: "standin", Words: "list the shapes"},
			{Line: "standin llama-3.2-1b q8_0", Words: "as fast as the real model, without a download"},
		}},
	}
}

func verbsOfItself() []verb {
	return []verb{
		{name: "doctor", summary: "print everything that a bug report needs", call: doctorVerb, examples: []manual.Example{
			{Line: "doctor > doctor.txt", Words: "write it to a file; read it before you send it"},
		}},
		{name: "completion", quiet: true, summary: "print the script that lets a shell complete verbs, flags and names", call: completionVerb, examples: []manual.Example{
			{Line: "completion bash > ~/.local/share/bash-completion/completions/dragstrip", Words: "for every new bash, if bash-completion is installed"},
		}},
		{name: "man", quiet: true, summary: "print the manual page", call: manVerb, examples: []manual.Example{
			{Line: "man | man -l -", Words: "read it now"},
		}},
		{name: "help", quiet: true, summary: "explain a verb, or list all verbs", call: helpVerb, examples: []manual.Example{
			{Line: "help run", Words: "the same as dragstrip run -h"},
		}},
		{name: "version", quiet: true, summary: "print dragstrip's version", call: versionVerb, examples: []manual.Example{
			{Line: "version", Words: "to name it in a bug report"},
		}},
	}
}
