package tui

import "strings"

// explained holds, for the help, a sentence about what each key does. The
// sentence is found by the few words that the last line of the screen shows for
// the key. If these words mean something else on one screen, that screen's name
// stands before them.
var explained = map[string]string{
	"add column":                   "Show another session or a report as a column beside these",
	"add folder":                   "Search one more folder for models, now and in future",
	"add jobs":                     "Go to Models, to choose what else this session measures",
	"add server":                   "Name a server by its address, to measure it, too",
	"add to Results":               "Put what others published for the marked machines beside your own results",
	"add to the session":           "Measure these jobs in the session that is running",
	"back":                         "Close what is open, or go to Machine",
	"bars":                         "Show the speeds as bars",
	"baseline":                     "Compare all columns with the selected one",
	"blog post":                    "Show the four tables of the blog post that this plan repeats, with this machine beside them",
	"by model":                     "Make each model a column, to compare models",
	"clear the filter":             "Show the whole list again",
	"back to the machines":         "Ask again how fast the model is on all machines",
	"close the log":                "Go back to the queue and the results",
	"column":                       "Select the column to the left or right",
	"compare suspect results":      "Also compare suspect results, whose figures cannot be right",
	"continue":                     "Go on measuring",
	"copy the command line":        "Copy the command that does the same as this screen",
	"curves":                       "Draw the speed over the lengths and depths that were measured, and compare results with the highest speed that the memory allows",
	"delete":                       "Delete this session with its results; asks first",
	"detach":                       "Leave dragstrip; the benchmark keeps running, and `dragstrip attach` shows it again",
	"details":                      "Show everything known about the selected row",
	"do not start":                 "Stop waiting for engines, and start nothing",
	"doctor":                       "Show everything that a bug report needs, as `dragstrip doctor` prints it",
	"edit this value":              "Type a value for this field",
	"export":                       "Write a report of this session to a file, or copy it",
	"filter":                       "Type letters; only matching lines stay",
	"find the best":                "Search for the best configuration of the marked models: threads, batch sizes, flash attention and so on",
	"find":                         "Type letters; only matching models and tests stay",
	"hide them":                    "Show only the settings that differ here",
	"leave out":                    "Try only the default of this setting",
	"list what is tried":           "Show every configuration, and what cannot be tried and why",
	"add an environment":           "Type an environment in which each build is also tried, as KEY=VALUE",
	"try it, too":                  "Also try each build in this environment",
	"do not try it":                "Do not try this environment",
	"show more settings":           "Show settings that have one value here, to type several",
	"widen":                        "Also try values around the best configuration so far, such as a number of threads between two",
	"vary it":                      "Try all values of this setting",
	"start the search":             "Start the search and show it in Live",
	"first":                        "Go to the first line",
	"heat map":                     "Show how the speed depends on the two things that matter most",
	"hide rarer fields":            "Show only the usual fields",
	"history":                      "Go to the sessions that were measured before",
	"import results":               "Import results of others: a table, a report or the output of a benchmark; in Results they become columns",
	"install what is ticked":       "Get what is ticked; nothing else is changed",
	"last":                         "Go to the last line",
	"Live: export":                 "Write a report of the results so far to a file, or copy it",
	"Live: filter":                 "Type letters; only matching lines of the log stay",
	"left out":                     "Show which files are not offered as models, and why",
	"log":                          "Show what the engine prints, on the whole screen",
	"mark":                         "Mark the selected model; all marked models are measured",
	"mark on both engines":         "Mark this model in both formats, to compare the engines",
	"mark to compare":              "Mark a session; marked ones become columns beside the one you open",
	"measure again":                "Measure the memory bandwidth again; takes some seconds",
	"stop measuring the GPU":       "Stop the measurement, and remove what it wrote",
	"measure the CPU by engine":    "Measure the bandwidth that the engine gets from the memory; no GPU was found",
	"measure by engine":            "Measure the bandwidth that the engine gets from the memory; the only device is a program on the CPU, no GPU",
	"measure the GPU":              "Measure the bandwidth of the GPU's memory, with the engine",
	"model":                        "Choose the model, from this machine or from published ones",
	"models":                       "Go to Models, to choose what to measure",
	"move":                         "Move the selected job up or down in the queue",
	"not now":                      "Close the offers and install nothing",
	"note":                         "Write a note for this session, such as what you changed",
	"old against new":              "Tick the two newest versions of an engine, to compare them",
	"open":                         "Show the results of this session",
	"open a file":                  "Show a report or a session from another machine",
	"open beside":                  "Show the results of this session beside the marked ones",
	"other sources":                "Show every published figure of the selected cell, and how far they are apart",
	"page down":                    "Go one page down",
	"page up":                      "Go one page up",
	"pause":                        "Finish the test that is being measured, and then wait",
	"plan":                         "Go to Plan with the marked models, or with the selected one",
	"presets":                      "Choose a set of tests, yours or a well-known one",
	"quit":                         "Leave dragstrip; a benchmark that is running keeps running",
	"quit at once":                 "The same, also while a question is open",
	"read again":                   "Read the list of sessions again",
	"remove column":                "Remove the selected column from the table; nothing is deleted",
	"requeue":                      "Measure the selected job again, after the others",
	"results":                      "Show the results of this session in full",
	"resume":                       "Measure what this session has not measured yet",
	"reverse":                      "Reverse the order of the list",
	"samples":                      "Show every single repetition of the selected row",
	"save preset":                  "Keep the values of these fields under a name",
	"scroll":                       "Show what is above or below",
	"setup":                        "Install an engine, get a newer one, or get a model",
	"show rarer fields":            "Show all fields, also those that are seldom changed",
	"skip":                         "Leave out the selected job; asks first. Its finished tests are kept",
	"sort":                         "Sort the list by the next column",
	"stand-in":                     "Write a model with the shape of a published one and random weights: as fast, but its answers make no sense",
	"start":                        "Start to measure",
	"start when engines are found": "Start to measure as soon as the search for engines is over",
	"stop":                         "Stop the whole session; asks first. What was measured stays",
	"stop cooling, start now":      "Do not wait until the machine is cool again",
	"stop writing":                 "Stop writing the stand-in",
	"suspend":                      "Go back to the shell for a while; `fg` comes back",
	"Machine: stop":                "Stop the installation; nothing half installed stays",
	"table":                        "Show the speeds as a table again",
	"tick":                         "Tick or untick the selected line",
	"turn round":                   "Ask the other way: what fits this machine, or where this model runs",
	"up":                           "Go one line up",
	"down":                         "Go one line down",
	"value":                        "Choose the next value of this field, or the one before",
	"warnings":                     "Show every warning in full, with what to do about it",
	"watch":                        "Show this benchmark while it runs",
	"What if: details":             "Show everything known about this row, with the source of each figure",
	"What if: mark":                "Mark a machine, to put it beside your own results",
	"Results: sort":                "Sort the tests: as measured, the fastest first, or the largest change first",
}

// explain gives the sentence for a key's words, or "" if there is no sentence.
// explain ignores what else the words may end with, such as a number of things.
// They may also say in brackets why the key cannot be used now. explain adds
// this reason to the sentence.
func explain(screen, words string) string {
	short, reason, _ := strings.Cut(words, " (")
	for part := short; part != ""; {
		for _, name := range []string{screen + ": " + part, part} {
			if text := explained[name]; text != "" && reason != "" {
				return text + "; not now: " + strings.TrimSuffix(reason, ")")
			} else if text != "" {
				return text
			}
		}
		at := strings.LastIndexByte(part, ' ')
		part = part[:max(at, 0)]
	}
	return ""
}
