// Package report writes a session or a comparison as text for people and for
// other programs (markdown, llama-bench's own table, JSON, CSV, llama-bench
// jsonl) and reads other people's results back in.
//
// It must not know how anything was measured: it sees a bench.Session and
// nothing else. It leaves out user names, home folders and host names unless
// asked.
package report
