// Package report writes a session or a comparison as text for people and for
// other programs (markdown, llama-bench's own table, JSON, CSV, llama-bench
// jsonl) and reads other people's results back in.
//
// It must not know how anything was measured: it sees a bench.Session and
// nothing else. It leaves out user names, home folders and host names unless
// asked.
//
// Every comparison is a [Sheet]: a builder makes it, judge alone gives the
// verdicts, and each form only draws what stands in it. The files, from the
// ground up; none uses one of a later group:
//
//	options, words, write,  what may be told; joining words; making text from
//	escape, eachtext,       outside safe to show and to give away
//	redact*
//
//	row, verdict, columns   one test with all there is to say of it, how each
//	                        figure is spelled, and the columns of all forms
//
//	table, table_results,   text in columns, as markdown or for a terminal
//	terminal
//
//	notes*, doubts          what else is to be known of a session, in words
//
//	differences, pairing,   what two sides do not have in common, whether they
//	samemodel, fair         can be compared and are of one model, and what is
//	                        fair to say then
//
//	sheet, sheet_cell,      the comparison: columns, rows, cells; each cell
//	sheet_pairs             beside the baseline's
//
//	sheet_judge             verdicts, and what is left out as suspect
//	sheet_within            builds sheets of the jobs of one session,
//	sheet_sessions          one of several sessions side by side,
//	sheet_rerun             one of a plan that was measured twice
//	sheet_notes             what the columns differ in, in sentences
//	sheet_table             a sheet as a table, with one list of columns
//	failif, gate            the limits of --fail-if; what they say of a sheet
//
//	sheet_leaders           the fastest cells of a row, as far as verdicts tell
//	sheet_names             the columns, called by what they differ in
//	pivot                   a sheet as one table, all columns beside each other
//	headline                what came out, in a sentence
//
//	json*, csv, llama*      for other programs
//	recipe*, listonce,      what a report carries to be measured again, with
//	read, former            shared things said once, and how it comes back,
//	                        also from before the new name
//	rerun*                  old against new: text, markdown, JSON
//
//	command, once           short commands that measure a job again, each once
//	markdown*               report.md: a page at the top, all else folded; and a
//	                        sheet as markdown
//	plain                   the short text after a benchmark
//	formats                 the forms of a session, by the names they are asked by
package report
