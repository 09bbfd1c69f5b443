// Package tui shows sessions and asks for plans.
//
// The root is the only Bubble Tea model ([New]). It knows the size, the global
// keys, the notices and the dialogs, and passes everything else to the screen
// that is shown. The root treats all screens alike: it gives a message to a
// screen, and the screen answers with an action and a command. Only the root
// carries out actions.
//
// The desk holds what several screens read: the machine, the engine builds, the
// models, and the session, which only [bench.Session.Apply] changes. Only the
// root's files write to the desk; a test reads the source and checks that.
//
// A screen X has these files, and one more file for each part that the screen
// draws:
//
//	X.go         what it knows
//	X_keys.go    its keys, and which of them work now
//	X_update.go  what messages and keys do
//	X_layout.go  where its parts stand
//
// The root's files are named in the same way: root*.go. All screens share the
// dialogs (question, prompt, menu, pager), the actions, the messages and the
// words. No screen uses another screen.
//
// Update never waits: everything that takes time is a command, and commands end
// with the program's context. View is fast: it draws only the visible part of a
// list, and Update has already computed what takes time.
//
// It must not import runner, hwinfo, models, the journal or os/exec. Package
// cli gives it functions instead ([House]).
//
// # Where things are
//
// The root, which is there on every screen:
//
//	root.go          the program's model: size, screens, dialogs, notices; where the screens begin
//	root_update.go   which part gets which message; at the start, offers to show a benchmark that is running
//	root_keys.go     the keys that work everywhere: numbers and tab for screens, help, copy, back, quit
//	root_actions.go  carries out what screens ask for: open, mark, copy to the clipboard, show a notice, and how long a notice stays
//	root_find.go     looks for machine, memory bandwidth, engines and models; how often it looks again; the load while idle
//	root_looks.go    when to look whether models have come or gone, while Models is shown
//	root_servers.go  looks for servers, after the engine builds; asks one for its models
//	root_learn.go    writes what was found to the desk
//	root_continued.go  waits until somebody else continues a session that died or was stopped
//	root_chain.go    goes on to the next model of a search of several
//	root_offer.go    asks whether to watch a session that is being measured
//	root_session.go  follows a session: reads new events, opens a past one, notices the end, finds one that another login measures
//	root_head.go     the first line: host, chip, memory, bandwidth, load, AC or battery; the second line with the screens' names (tabs)
//	root_help.go     the page that ? opens: keys of the screen, what the signs mean, and keys that work everywhere, in this order
//	explained.go     a sentence for every key, for this page
//	root_layout.go   heights of head, screen and last line; "the terminal is too small"; the margin around dialogs
//	root_mouse.go    mouse: wheel and clicks, and when the terminal gets it back
//	screen.go        what a screen and a dialog are; the numbers and names of the screens
//	desk.go          what all screens read: machine, engine builds, models, marked models, session
//	servers.go       engine builds and servers together; which of them can measure a model
//	house.go         functions and types that cli hands to the screens
//	house_models.go  what cli says about models: those on the disk and stand-ins
//	house_servers.go  what cli says about servers: which models they have, and why one cannot measure a model
//	house_plan.go    what cli says about plans: searches for the best, presets, estimates
//	actions.go       actions: what a screen may ask of the root
//	messages.go      messages and the commands that bring them
//	keys.go          the letters of keys that several screens share (e export, o sort); the line of keys at the bottom
//	signs.go         what each sign (▲ ↓ ~ ? …) means, for the help; how changes are coloured
//	names.go         names of jobs or columns, fitted into a width
//	words.go         texts that several screens share: counts, build names, expected speed, shortened lines
//	doubts.go        warnings and grades of a session as signs (▲ ✗ ?) and words
//	judge.go         looks again whether the machine is fit to measure
//	stream.go        runs something in the background and brings its results in batches; keeps a panic from taking the terminal
//	sessions.go      lists past sessions; the line for one session; resume
//	search_board.go  the configurations of a search for the best, with what became of each, for Live and Results
//	export.go        export of a session: asks for the format, and says where the report is
//
// Dialogs, drawn over a screen:
//
//	menu.go      a menu: one line of several
//	prompt.go    asks for a line of text
//	question.go  asks before something is lost (yes or no)
//	pager.go     text that can be scrolled
//	input.go     text fields, and the filter that / opens
//	matching.go  which texts match a filter, the best first
//	paste.go     imports results that are pasted; asks what their columns mean
//	folder.go    asks for another model folder to search
//	shapes.go    a list of published models' shapes to choose from, with a filter
//	file.go      asks for the path of a file that was measured elsewhere (a report of another machine)
//
// Screen 1, Machine, and the offers on a machine without engine or model:
//
//	machine.go            what the screen Machine knows
//	machine_keys.go       keys of Machine
//	machine_update.go     what keys and messages do on Machine; opens the setup offers
//	machine_layout.go     which part of Machine stands where, wide and narrow
//	machine_identity.go   processor, cores, features, memory, system: what the machine is
//	machine_more.go       what only a large screen shows: caches, instructions, settings; the most tokens per second by size of model
//	machine_bandwidth.go  memory bandwidth as bars: specified, measured, by cores
//	machine_engines.go    engine builds and their devices (GPUs)
//	machine_fitness.go    reasons against measuring now (load, swap, heat, battery), each with a remedy
//	machine_fitting.go    the largest models found, compared with the memory
//	machine_gpu.go        progress of measuring the GPU's bandwidth
//	machine_history.go    bandwidth that earlier sessions measured
//	setup.go              the offers to install an engine or get a model (first start)
//	setup_layout.go       how the offers and their log are drawn
//	setup_update.go       keys of the offers; installs what is ticked; stops an installation and leaves nothing half installed
//
// Screen 2, Models:
//
//	models.go          what the screen Models knows
//	models_keys.go     keys of Models
//	models_update.go   what keys and messages do on Models
//	models_layout.go   where list and facts stand; what an empty list says
//	models_columns.go  columns of the list: name, engine, quantization, size, parameters, fits, expected t/s, store; how each sorts
//	models_rows.go     the rows of the list, filtered and sorted
//	models_apart.go    tells models apart that look alike in every column
//	models_facts.go    facts of the selected model: fit, ceiling, context, license, files
//	models_pair.go     one model for both engines (GGUF and MLX): finds and marks the model of the other engine
//	models_standin.go  writes a stand-in and shows how far it is
//
// Screen 3, Plan:
//
//	plan.go          what the screen Plan knows
//	plan_keys.go     keys of Plan
//	plan_update.go   what keys and messages do on Plan
//	plan_layout.go   where form, jobs, warnings and command stand
//	plan_fields.go   the fields of the form: tests, repetitions, rounds, engine flags, and their default values
//	plan_form.go     how the form is drawn, with the explanation of each field
//	plan_engines.go  the lines of the engine builds: which can measure the marked models, and why not; ticks them
//	plan_edit.go     changes a field's value
//	plan_make.go     makes a plan from the form, or says what is missing or wrong
//	plan_jobs.go     the list of jobs and how long each takes; what drift check and cool-down add; another session is being measured
//	plan_named.go    the names of the jobs
//	plan_presets.go  presets: choose and save one
//	plan_command.go  the engine's first command, as it will be started
//	plan_fitness.go  the reason against measuring now, before the start
//	plan_versions.go  old against new: the two newest versions of an engine
//	plan_start.go    starts the session; adds jobs to a live one; opens the form of a search
//	best.go          the dialog that asks for a search for the best configuration: what it knows
//	best_fields.go   its fields: goal, lengths, axes with their values, limits
//	best_keys.go     its keys
//	best_update.go   what messages and keys do in it; starts the search
//	best_layout.go   how it is drawn: form, what would be tried and how long that takes, the command
//
// Screen 4, Live:
//
//	live.go             what Live knows; names of the jobs, made from what differs; whether it is cooling down
//	live_keys.go        keys of Live: pause, skip, stop, log, detach
//	live_update.go      what keys and messages do on Live
//	live_layout.go      where the parts of Live stand and the height of each: queue, results, engine log
//	live_head.go        the job's name, elapsed and remaining time, pausing and paused
//	live_moment.go      the upper pane: progress, repetitions, readings, newest warning; how a session ended, or that it died
//	live_progress.go    the progress bar, the speed now, the sparkline of speeds
//	live_meaning.go     speed against the memory bandwidth (percent of the ceiling) and against what was expected
//	live_charts.go      small charts of CPU, GPU, temperature, power, memory
//	live_doubts.go      what disturbs the measurement right now (alarms)
//	live_queue.go       the queue of jobs
//	live_results.go     the results so far
//	live_board.go       the board of a search for the best configuration: how it stands, configurations, what became of them
//	live_spare.go       warnings with remedies, and facts of the session, if there is room for them
//	live_engine_log.go  the engine's log: in a pane and on the whole screen
//	live_control.go     sends requests to the bench process: pause, skip, stop and changes of the queue's order
//
// Screen 5, Results:
//
//	results.go            what the screen Results knows
//	results_keys.go       keys of Results
//	results_update.go     what keys and messages do on Results
//	results_layout.go     where table, bars and notes stand; the legend (best, ~ no difference shown); an empty screen
//	results_frame.go      widths of names and columns, the gap between columns; how many columns fit
//	results_sheet.go      makes the comparison that is shown; which rows, sorted how
//	results_export.go     export of the comparison: copy or write it, as a markdown table
//	results_shown.go      which columns are hidden or shown; which one is the baseline
//	results_columns.go    adds columns from other sessions (a); removes a column (x)
//	results_names.go      names above the columns, made from what differs between them
//	results_published.go  what others published: the chips to choose from (a), and all sources of a cell (u)
//	results_table.go      draws the table: columns side by side
//	results_cells.go      one figure of the table: speed, interval, change against the baseline, failure
//	results_article.go    the last page of the preset article: the tables of the blog post
//	results_preset.go  saves the settings of a configuration of a search as a preset of Plan
//	results_search.go     what a search for the best found: sentences, configurations, details of one
//	results_map.go        its heat maps: the speed on two axes
//	results_best.go       which column is best in a row
//	results_bars.go       results as bars
//	results_lines.go      the lines of table or bars, grouped by model, and how they scroll
//	results_bandwidth.go  what each column read from memory: GB/s and percent of the bandwidth
//	results_legend.go     which columns the letters beside bars and pictures stand for
//	results_picture.go    samples, median and interval of a row drawn on one axis
//	results_curves.go     pictures of the speed over length and depth, a line for each configuration
//	results_roof.go       a picture of what the memory allows (roofline)
//	results_details.go    everything about the selected row: all repetitions, all warnings
//	results_notes.go      what is shown below the table: how the session ended, doubts of the row
//	results_spare.go      details and warnings below everything else, if there is room for them whole
//	results_standing.go   notes on the whole comparison: differences, doubts, how the figures were measured
//
// Screen 6, What if:
//
//	whatif.go         what the screen What if knows
//	whatif_keys.go    keys of What if
//	whatif_update.go  what keys and messages do on What if
//	whatif_ask.go     the two questions: a model on every machine, and what fits a machine; which model is asked about
//	whatif_layout.go  where list and facts stand; what an empty list says
//	whatif_rows.go    the rows of the list, filtered and sorted; how each cell looks
//
// Screen 7, History:
//
//	history.go         what the screen History knows
//	history_keys.go    keys of History
//	history_update.go  what keys and messages do on History: open, compare, mark, resume, delete, note, export
//	history_layout.go  where list and details of a session stand
//	history_figures.go  draws the results of the selected session, if there is room
//	history_grid.go    these results as texts by job and test, with the widths of their columns
//	history_rows.go    the rows of the list, and colours of a session's state
package tui
