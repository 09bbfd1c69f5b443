// Package imported reads results that other people measured: files of
// benchmark programs, and tables in pages and posts.
//
// Everything it reads is foreign. It is bounded in rows, cells and bytes,
// cleaned, and refused where no engine can have measured it; each refused row is
// named with the reason. A speed is never averaged over rows. Rows are kept
// apart by everything that the table says beside a speed, even by what dragstrip
// does not know.
//
// It must not know files, networks or screens, or what was measured on this
// machine. It gets bytes, and gives sessions.
//
// # Where things are
//
// What comes out:
//
//	figure.go     one figure with everything that its source says beside it
//	found.go      everything found in a text, the rows left out, and the limits
//	session.go    one machine's results as a session, and its events
//	jobs.go       sorts figures into jobs: one for each model, build and setting
//	sessions.go   makes sessions of everything found: one for each machine
//
// The formats:
//
//	read.go         finds out which format a text has; the list of formats
//	hints.go        what somebody says about a text, and what must be said
//	record.go       one result of llama-bench, whichever format it comes in
//	json.go         llama-bench's JSON and JSON lines, also in the middle of a text
//	jsonfields.go   the parts of JSON that is known to be valid
//	csv.go          llama-bench's CSV
//	sql.go          llama-bench's SQL
//	benchy.go       llama-benchy's JSON
//	benchytable.go  what the tests of llama-benchy's table measured
//	mlx.go          what mlx_lm.benchmark prints
//	ollama.go       what ollama run --verbose prints
//	tables.go       figures from any table: llama-bench's own, llama-benchy's, scoreboards, posts
//	markdown.go     finds tables in markdown
//	html.go         finds tables in HTML
//	separated.go    a table of a spreadsheet: commas, semicolons or tabs between the cells
//
// What tables are made of:
//
//	table.go       a table as it stands in a text
//	around.go      build and device in the lines around a table
//	made.go        what dragstrip says beside the results that it wrote
//	typography.go  spellings of spaces, minus signs and emphasis
//	repeated.go    keeps what was read from a cell, because cells repeat
//	number.go      a speed in a cell: thousands, decimals, ±, units
//	columns.go     what a column means, by its heading or as somebody said
//	known.go       the headings and parameters that llama-bench uses
//	testname.go    which test a word names: pp512, tg 128 @ d4096, "prompt eval"
//	modelname.go   a model's name and its quantization
package imported
