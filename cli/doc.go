// Package cli is the command line: one file a verb, called as the verb is, with
// its flags, what it prints, signals and exit codes; and the hidden verbs of the
// bench process and of drivers (driver.go). It is the only package that knows
// everybody, and nobody imports it.
//
// What only one verb needs stands in files that begin with its name
// (standin_check). The others, from the ground up:
//
//	env, flags, verb, words,     what each verb is given; flags; what is written
//	places, signals_*            about verbs; pieces of text; where things lie
//	confirm, progress,           how people are asked and told; how a session is
//	session_words, lines,        said in lines of text
//	follow, report_options
//	session_find, session_start  finds and starts sessions
//	bench_order, bench_start,    tells the bench process what it may start, starts
//	bench_process                it, and is it
//	builds*, engine_*            finds, finds again, chooses and gets engine builds
//	models_*                     finds models, and what is said of each
//	plan_*, speeds, timeleft     flags into plans; what earlier sessions say
//	rerun_plan, against          a plan measured again; old against new
//	rooms, room_*                what the screens are handed
//	screens_*, terminal*,        the screens, the terminal and what is drawn on
//	frames, processors, demo     it, how many threads they have, the recording
//	questions                    the same in lines of text
//	takeover                     the folders of the former name
//	help, completion*            explain the verbs; what the tab key offers
//	verbs                        lists the verbs
//	cli                          calls them
//
// Arrows go one way: no file needs one that needs it.
//
// It must not hold logic of its own that another package could test better:
// what a bench process does is in sitting, what is known of all sessions in
// sessions, the settings in settings, what a plan is made of in bench/planning,
// what a model needs in models, how help, man page and completion are written
// in manual.
//
// Flags are package flag's, because they are spelled as llama-bench spells them:
// one dash before several letters (-ngl, -fa). Kong, urfave/cli, cobra with pflag,
// and carapace on top of it read -ngl as -n -g -l; ff keeps package flag and adds
// variables of the environment, which flags.go does in twenty lines, but has
// neither groups nor completion; posener/complete completes package flag's
// flags, for bash alone without descriptions, and edits people's start-up files.
// So nothing was taken: the pages of manual come from the flags themselves, and
// from carapace only the idea is that a metavar (MODEL) says what completes it.
package cli
