// Package cli is the command line: the verbs with their flags and output,
// signals and exit codes. Each verb has a file with the verb's name. The hidden
// verbs of the bench process and of drivers (driver.go) are here, too. Only
// this package may use all others, and only main uses this one.
//
// What only one verb needs is in files whose names begin with the verb
// (standin_check.go).
//
// Dependencies between files go one way: if file A uses file B, then B does not
// use A.
//
// The package must not hold logic that another package could test better. These
// packages hold such logic:
//
//   - sitting: what a bench process does
//   - sessions: lists, finds and deletes sessions
//   - settings: the settings of a user
//   - former: folders of the former name
//   - bench/planning: how a plan is made
//   - models: what a model needs
//   - manual: how help, man page and completion are written
//
// Flags are read by Go's package flag, because llama-bench writes one dash before
// several letters (-ngl, -fa). Other libraries were compared:
//
//   - Kong, urfave/cli, and cobra with pflag read -ngl as -n -g -l. So does
//     carapace, which is built on cobra.
//   - ff uses package flag and adds environment variables. flags.go does that in
//     twenty lines. ff has neither groups nor completion.
//   - posener/complete completes the flags of package flag. It shows no
//     descriptions, and it edits people's start-up files.
//
// So none of them is used. The pages of manual are made from the flags themselves.
// One idea comes from carapace: a metavar (MODEL) says what completes the flag.
//
// # Where things are
//
// What every verb uses:
//
//	cli.go               Main: finds the verb and calls it; flags of the screens without a verb; unknown verbs and "did you mean"
//	verbs.go             the list of all verbs in the order of the help
//	verb.go              name, group, usage and examples that a verb has; finds a verb by its words
//	env.go               what a verb gets from outside (streams, environment variables); the version; exit codes; advice when the disk is full
//	flags.go             flags: parsing, DRAGSTRIP_ variables, unknown flags, groups of the help
//	words.go             small pieces of text: counts, facts with dots between, quoting for a shell
//	places.go            folders and files of dragstrip: XDG variables, DRAGSTRIP_HOME, sessions, models, engines, settings, lock
//	confirm.go           asks yes or no in a terminal
//	progress.go          how far a download or a write is, in one line
//	readable.go          a command line of an engine, shortened for people or as --engine takes it
//	signals_*.go         which signals end viewer and bench process (ctrl-c, hangup); disk full
//	help.go              the verbs help and man
//	completion.go        completion for bash, zsh, fish and PowerShell: the verb and what its scripts call
//	completion_stock.go  what the tab key offers for models, sessions, engines and jobs
//	version.go           the verb version
//
// Starting, showing and finishing sessions:
//
//	run.go            the verb run
//	run_flags.go      flags of run, and which cannot be combined
//	run_versions.go   offers engine builds that the user named by a version and that are not installed
//	run_missing.go    run without an engine or model: offers to get one
//	run_against.go    run --against: compares with a baseline
//	against_last.go   last:10 as the old side of a comparison: the last sessions of this machine together
//	plan_flags.go     flags that say what to measure and their help (-m, -p, -n, -pg, -d, -r, engine parameters)
//	plan_rounds.go    flags of repetitions: --rounds, --precision, --max-time, --order, --cool-down, --no-sentinel (drift check)
//	digests.go        says that computing a digest takes long
//	presets.go        presets: those that are built in, and the saved ones; --preset
//	plan_draft.go     draft models: finds and opens the files that -md names
//	plan_length.go    refuses tests that are longer than a model's context
//	plan_make.go      makes a plan from flags, engines and models; what to do when a model or an engine is missing
//	plan_show.go      run --dry-run: what would be measured, and how long it takes
//	tune.go           the verb tune: searches for the best configuration of each model; what it prints before and after
//	tune_flags.go     its flags: goals, values to try, limits; sizes such as 8GiB
//	tune_plan.go      builds and environments (variants) to choose from; makes the plans of searches
//	tune_variants.go  environments in which builds are tried, too: what fits the machine, and what was added
//	tune_known.go     configurations that failed in an earlier search
//	attach.go         the verb attach; shows a session on screens or in lines
//	follow.go         shows a session until it ends; the report at the end; a crash of the bench process
//	chain.go          the sessions that wait behind the one that is shown, for the next models
//	follow_chain.go  shows one session after the other in lines
//	interrupted.go    ctrl-c while a session is shown: asks whether to stop it
//	fitness.go        says before a session starts what speaks against measuring now
//	lines.go          a session in plain lines: how a line is printed, the bottom line of a terminal
//	sentences.go      breaks long lines between words when they are printed on a terminal
//	lines_results.go  the line of a test (result, failure, mark of warnings) and of a round
//	lines_search.go   the lines of a search: its blocks, how it stands, what was dropped
//	lines_told.go     which line is printed for each event of a session
//	session_words.go  texts of the lines: job, build, result, cool-down, precision
//	session_find.go   finds the session or the report file that a word names
//	session_ended.go  refuses to compare, or to measure again, a session that has not ended
//	session_start.go  starts the bench process of a plan, or of a session to be resumed
//	resume.go         resumes a session whose bench process died or was stopped (run --resume, --retry-failed); see bench/apply.go
//	control.go        the verb control: pause, resume, skip, requeue, move, stop, go, widen; waits for the answer
//	control_add.go    the verb control add: jobs for a live session, with the engine builds and settings of its other jobs
//	control_widen.go  the controls that add values around the best configuration to a search
//	bench_start.go    starts the bench process, detached from the terminal
//	bench_order.go    what the bench process receives when it starts
//	bench_process.go  the hidden verb of the bench process
//	driver.go         the hidden verb that measures an engine with one of dragstrip's drivers
//	speeds.go         reads earlier sessions for predictions: which sessions, and the best probe in them
//	expectations.go   how fast models will be, before they are measured
//	timeleft.go       how long a live session still takes
//	rerun.go          the verb rerun: measures the plan of an earlier session or report again
//	rerun_plan.go     finds models and engine builds of this machine for a rerun
//	against.go        old against new: prints the comparison; --fail-if and its exit code
//
// Results:
//
//	report.go          the verb report
//	report_options.go  what reports leave out (host name, suspect results), their width, the file that -o names
//	compare.go         the verb compare
//	compare_sides.go   what is compared: sessions, reports, files, chips
//	compare_with.go    what others published for a chip, beside one's own results
//	compare_preset.go  published tables with a column for this machine
//	import.go          the verb import: results that somebody else measured
//	import_done.go     what was asked for and what was imported
//	import_ask.go      asks what the columns of a foreign table mean
//	import_read.go     reads files, folders and reports that are imported
//	import_keep.go     stores what was read as sessions
//	import_print.go    says what was taken and what not
//	import_fetch.go    fetches a page that is imported
//	whatif.go          what predict and the screen What if share: a model on every machine, what fits one, published results beside own ones
//	published_chips.go   chips for which others published some tests, and all sources of a figure
//	shapes.go          the shapes of published models, in the quantizations that people use
//	predict.go         the verb predict: which model, which chips
//	predict_fits.go    predict --fits: everything that fits a machine
//	predict_table.go   prints the tables of predict
//	predict_json.go    predict --json
//	history.go          the verb history: prints the list of sessions
//	history_write.go    speed over time as lines, as JSON or as a page with pictures
//	history_of.go       history --of: the speed of a model over time; which sessions are listed
//
// Machine:
//
//	machine.go           the verb machine
//	machine_portrait.go  everything that the verb machine prints: description, load, bandwidth
//	machine_rows.go      processor, memory, GPU and power as rows of text
//	machine_probe.go     measures the memory's bandwidth, or takes a remembered figure
//	machine_devices.go   machine --gpu: measures a GPU's bandwidth with an engine
//	doctor.go            the verb doctor: prints raw sources for a bug report
//
// Engines:
//
//	engines.go          the verb engines: lists the engine builds that were found
//	engines_settings.go   environments and servers that are remembered
//	engines_remove.go   removes one build that dragstrip installed, or all builds of an engine
//	builds.go           finds and chooses engine builds: --engine, PATH, best build
//	builds_gone.go      how to get back a build that dragstrip installed and that is gone
//	builds_recorded.go  finds on this machine the builds that a session names
//	engines_installed.go  what the verb engines prints about builds that dragstrip installed: date, size, sessions
//	engine_choice.go    which builds a plan uses, and why no build can measure a model
//	addresses.go        tells whether -rpc names other machines as HOST:PORT
//	engine_get.go       installs an engine after asking
//	setup.go            the verb setup
//	setup_backend.go    the backend that setup installs: the requested one, or the one that fits the GPU
//	setup_beside.go     versions side by side: why, and how to measure both or go back
//	setup_words.go      help of setup, from the table of engines
//	takeover.go         offers to take over the folders of the former name
//
// Models:
//
//	models.go           the verb models
//	models_list.go      prints the list of models, or one model; --json
//	models_rows.go      everything known about one model as rows of text
//	models_chosen.go    which models are measured: those named, or those found ("no model was named")
//	models_named.go     turns names of models into paths
//	models_places.go    folders to look into: stores of other programs, --model-folders, folders that were added (--add, --forget)
//	models_left_out.go  says why a file or folder is left out
//	models_served.go    models that a server such as Ollama serves by name
//	run_servers.go      servers that are named by an address, and the variable with their key
//	models_unlisted.go  a server's only model; names for servers that do not list their models
//	models_servers.go    lists what running servers serve
//	models_served_file.go  which served model is which file on this machine
//	models_served_places.go  the places of the files of served models
//	models_refused.go   why a model is not measured, and what to do; how a user gives a server a copy of a model file
//	servers_told.go     asks servers for their models, or remembers what they told
//	models_pairs.go     finds the same model for the other engine (GGUF and MLX)
//	standin.go          the verb standin: writes a model with random weights
//	standin_write.go    writes the stand-in and says how long it took
//	standin_check.go    standin --check: compares with published figures
//	standin_json.go     standin --json
//	standin_offer.go    which stand-in is offered where there is no model
//	standin_words.go    shapes and quantizations for help and completion
//
// The screens:
//
//	screens.go           dragstrip without a verb: screens, questions on a dumb terminal, or lines
//	screens_flags.go     flags of the screens: --plain, --ascii, --no-color, --mouse
//	screens_show.go      starts the screens and ends them; keeps panics in a log
//	questions.go         asks in lines of text what the screens show, for screen readers and dumb terminals; q leaves
//	rooms.go             all functions that the screens get
//	room_machine.go      machine, load, GPU and engines for the screens
//	room_servers.go      servers for the screens: finds them, asks them for their models, says why one cannot measure a model
//	room_served.go       models that servers have, in the list of the screen Models
//	room_offers.go       what the screens' setup offers: engines, their upgrades, a stand-in
//	room_models.go       search for models and stand-ins for the screens
//	room_model_shown.go  what the screens show about one model
//	room_plan.go         plans and estimates for the screens
//	room_search.go       what a search for the best configuration would try, for the screen Plan
//	room_sessions.go     sessions for the screens: list, open, follow, start, delete
//	room_export.go       writes reports and comparisons for the screens, also of a report that they opened
//	room_shapes.go       stand-ins that can be written, for the screens
//	room_article.go      the tables of compare --preset article for the screen Results
//	room_paste.go        imports what was pasted on a screen
//	room_whatif.go       what the screen What if asks: models on machines, what others published for a chip
//	demo.go              dragstrip --demo: replays a recorded session
//	idle.go              when the screens look for changes while nothing is measured
//	frames.go            draws when something has changed: how often, and only lines that differ
//	terminal.go          takes the terminal and gives it back: raw keys, alternate screen, mouse modes, ctrl-z, change of size
//	processors.go        how many processors the screens may use at rest (one) and while they work
package cli
