// Package report writes a session or a comparison as text for people and for
// other programs (markdown, llama-bench's own table, JSON, CSV, llama-bench
// jsonl) and reads other people's results back in.
//
// It must not know how anything was measured: it sees a bench.Session and
// nothing else. It leaves out user names, home folders and host names unless it
// is asked to show them.
//
// Every comparison is a [Sheet]. A builder makes the sheet. Only the function
// judge gives verdicts. Each format only writes what the sheet contains.
//
// # Where things are
//
// What every format needs:
//
//	options.go         what a report may tell, and how wide it is
//	words.go           joins words in a sentence
//	write.go           writes a finished text or a JSON document
//	round.go           rounds figures in files to nine digits
//	escape.go          makes text from outside safe in markdown
//	eachtext.go        changes every text of a value
//	redact.go          takes out home folders, login names and the host's name
//	replace.go         replaces names and folders that stand as whole words
//	redact_remotes.go  takes out the names of other machines that computed
//	redact_records.go  leaves private texts out of machine, plan and models
//	recorded.go        what every format for programs says about a warning and a result
//	row.go             one test of one job with everything that can be said of it
//	imported.go        says where results come from that somebody else measured
//	remarks.go         sentences about a session as a whole: who measured, the note, what a stand-in is
//	columns.go         the columns of all tables: speed, interval, bandwidth, energy …
//	verdict.go         verdicts and grades as signs (▲ ✗ ~) and words, and how a change (+5 %) is written
//	table.go           text in columns, as markdown or plain
//	table_results.go   the table of results; which columns are left out first on a narrow terminal
//	served.go          what servers answered: first token, end to end, their own speed, prompt cache, settings, load time
//	terminal.go        fits a text to the terminal: wrapping, ASCII
//	once.go            a list of lines without repetitions
//	listonce.go        a list without duplicates
//
// Explanations in words:
//
//	codesaid.go         says what the codes of warnings mean, for those read back from a report
//	doubts.go           the warnings and failures of a session, worst first
//	notes.go            failures, warnings and missing tests in sentences
//	notes_grouped.go    says once what several tests have in common
//	notes_intervals.go  where the intervals come from
//	notes_results.go    stand-ins, the ceiling, energy
//	notes_expected.go   which speed was expected before, and by what
//	notes_speculation.go   what speculation gives on each kind of text, and how many proposed tokens were accepted
//	notes_served.go     what serving costs; where the total speed of several requests at once stops growing
//	notes_rounds.go     precision, cool-down, drift, order of rounds
//	headline_clause.go  one row in the headline, and what all its rows have in common
//	headline.go         the result in a sentence: what is fastest and why; after it, why there is no winner
//
// Comparisons: one sheet, whatever is compared:
//
//	sheet.go           a comparison: columns and rows
//	sheet_cell.go      one cell compared with the baseline's
//	sheet_pairs.go     each cell paired with the baseline's
//	sheet_judge.go     gives the verdicts; leaves out suspect results
//	shared_doubts.go   which doubts two results share, so that they are compared nevertheless
//	sheet_within.go    compares the jobs of one session
//	sheet_sessions.go  compares several sessions side by side
//	sheet_axis.go      what columns can stand for
//	sheet_columns.go   sorts the jobs of several sessions into the columns of an axis
//	sheet_by.go        compares along an axis: each model, engine, build, set of flags or machine is a column
//	sheet_by_keys.go   what differs between the jobs of one column, so that rows are named by it
//	sheet_by_rows.go   sorts the jobs of such a comparison into rows
//	sheet_by_notes.go  names its columns, and says what else differs between them
//	sheet_rerun.go     compares the old and new results of a plan that was measured twice
//	sheet_missing.go   the tests of an old session that were not measured again
//	sheet_last.go      compares the last sessions of a machine, as one side, with a new one
//	since.go           which tests are slower, or faster, since a newer build
//	search.go           what a search for the best configuration found: winners, a row for each configuration
//	search_text.go      its table, notes and commands
//	search_standing.go  how a search stands: who is ahead, and by how much
//	search_markdown.go  the top of a report about a search, and all its configurations
//	search_html.go      the same for a page
//	search_map.go       heat maps: the speed on the two axes that matter most, and their figures
//	search_curves.go    the speed of configurations over depth and length, drawn for a page
//	search_pictures.go  the same drawn for a page
//	sheet_notes.go     what the columns differ in, in sentences
//	curves.go          the speed over one length or over the depth, a line for each configuration
//	sheet_table.go     a comparison as a table
//	sheet_leaders.go   the fastest cells of a row, as far as verdicts show
//	sheet_names.go     names of the columns
//	pivot.go           a comparison as one table with all columns side by side
//	pivot_markdown.go  that table as markdown, with column names that fit on a page
//	differences.go     what two sides differ in: build, machine, settings, files
//	told.go            the settings that an engine told, under the names of the parameters
//	pairing.go         models of two formats that are one model
//	modeltype.go       what an engine calls a model, to find the model of a published figure
//	samemodel.go       whether two models are the same
//	samemeasurement.go  whether two sessions hold the same measurement, so that it is counted once
//	fair.go            what can be said fairly about two engines
//	failif.go          the limits of --fail-if
//	gate.go            whether a comparison passes these limits
//
// The formats of a session:
//
//	formats.go            list of all formats of report and export, by name
//	plain.go              the short text after a benchmark
//	markdown.go           report.md as a whole
//	markdown_page.go      report.md: the page, its headings, and the largest size
//	markdown_shared.go    what all jobs have in common; what failed; the kinds of warnings
//	markdown_top.go       report.md: first page: what is fastest, on which machine, which figures are doubtful
//	markdown_headline.go  report.md: headline: which column is fastest, by how much and why
//	markdown_standing.go  report.md: when it was measured, how long it took, how it ended
//	markdown_results.go   report.md: tables of results and samples
//	markdown_within.go    report.md: comparisons of jobs
//	markdown_commands.go  the commands that were started; long beginnings that they share are written once
//	markdown_jobs.go      report.md: what ran each job, and its full command (short commands: command.go)
//	markdown_machine.go   report.md: the machine and the measured bandwidth
//	markdown_models.go    report.md: model files
//	markdown_doubts.go    report.md: warnings and failures one by one
//	markdown_fold.go      report.md: folded parts, and what is left out of a report that is too large
//	markdown_recipe.go    report.md: last part, which rerun reads
//	markdown_sheet.go     a comparison as markdown (compare, export of Results)
//	sheet_formats.go      list of all formats of a comparison
//	sheet_json.go         a comparison as JSON
//	sheet_csv.go          a comparison as CSV
//	sheet_html.go         a comparison as one page
//	json.go               the report as JSON
//	json_rounds.go        report as JSON: rounds, precision, cool-down, drift check
//	csv.go                the report as CSV
//	svg.go                the pictures of the page in a file of their own
//	html.go               the report as one page that needs nothing else; its template is html_page.html
//	html_parts.go         tables and pictures of that page
//	overtime.go           the speed of models over time as such a page
//	html_samples.go       repetitions over time, and the readings below them
//	html_curves.go        the speed over each length and over the depth, drawn
//	html_pictures.go      the pictures of that page: bars, what the memory allows
//	benchy.go             llama-benchy's own table
//	benchy_made.go        what measured it, in a comment that dragstrip reads back
//	llamamade.go          what llama-bench's formats cannot say, for dragstrip to read back
//	llamatable.go         llama-bench's own table
//	row_doubts.go         what makes rows of a table doubtful, one line for each kind
//	llamarebuilt.go       a result line for that table, if its own is not there
//	llamaraw.go           llama-bench's own result lines (jsonl)
//	rerun.go              comparison of old and new, as text and markdown
//	rerun_names.go        names of its rows, by what the jobs differ in
//	rerun_json.go         comparison of old and new, as JSON
//	command.go            short commands that measure a job again
//	command_link.go       in these commands, links to model files whose names llama-bench cannot open
//	filesapart.go         names files of one name by their folders
//
// Reports read back:
//
//	read.go            reads a report (markdown or JSON) as a session
//	read_document.go   makes a recipe from a report as JSON
//	recipe.go          the plan and samples in a report, with which the same can be measured again
//	recipe_facts.go    what a judgement of the samples needs besides: machine, probes, warnings
//	recipe_checked.go  refuses recipes that dragstrip cannot have written
//	recipe_session.go  makes a session from a recipe
//	recipe_times.go    how long the session waited, so that it lasts as long when it is read back
//	recipe_packed.go   how a recipe is packed
//	former.go          reports written under the former name
package report
