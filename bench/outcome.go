package bench

import "slices"

// Outcome is how a test, job or session ended.
type Outcome string

// The outcomes.
const (
	OutcomeDone    Outcome = "done"
	OutcomeFailed  Outcome = "failed"
	OutcomeSkipped Outcome = "skipped"
	OutcomeStopped Outcome = "stopped"
	// OutcomePartly is a session or job in which some tests failed.
	OutcomePartly Outcome = "partly failed"
	// OutcomePartlySkipped is a session or job in which somebody skipped some
	// tests.
	OutcomePartlySkipped Outcome = "partly skipped"
	// OutcomeIncomplete is a session or job that ended although some of its
	// tests have no figure and no reason for lacking one.
	OutcomeIncomplete Outcome = "incomplete"
	// OutcomeLost is a test without a result in the journal, although its job
	// was done.
	OutcomeLost Outcome = "lost from the journal"
)

// Failure says why something has no result, in words a person understands,
// and what to do about it.
type Failure struct {
	Code   FailureCode `json:"code"`
	Reason string      `json:"reason"`
	Remedy string      `json:"remedy"`
	// WholeModel is set if every other test of the same model, on the same
	// engine build with the same load parameters, must fail in the same way.
	WholeModel bool   `json:"whole_model,omitempty"`
	ExitCode   int    `json:"exit_code,omitempty"`
	Signal     string `json:"signal,omitempty"`
	// Tail holds the engine's last meaningful lines, cleaned.
	Tail []string `json:"tail,omitempty"`
}

// ForMemory tells whether the system killed the engine in the way in which it
// kills programs when it runs out of memory. A person may have done it, too.
func (f Failure) ForMemory() bool {
	return f.Code == FailKilled && (f.Signal == "SIGKILL" || slices.Contains([]int64{137, 0xC0000017, 0xC000012D}, int64(f.ExitCode)))
}

// FailureCode names a kind of failure for programs.
type FailureCode string

// The failure codes. Each engine adapter chooses the one that its engine's
// messages mean.
const (
	FailFileMissing      FailureCode = "file_missing"
	FailFileUnreadable   FailureCode = "file_unreadable"
	FailFileEmpty        FailureCode = "file_empty"
	FailIsFolder         FailureCode = "is_folder"
	FailNotModel         FailureCode = "not_a_model"
	FailFileIncomplete   FailureCode = "file_incomplete"
	FailFileDamaged      FailureCode = "file_damaged"
	FailFileChanged      FailureCode = "file_changed"
	FailShardMissing     FailureCode = "shard_missing"
	FailNotFirstShard    FailureCode = "not_first_shard"
	FailEngineTooOld     FailureCode = "engine_too_old"
	FailFormatTooOld     FailureCode = "format_too_old"
	FailByteOrder        FailureCode = "byte_order"
	FailOutOfMemory      FailureCode = "out_of_memory"
	FailUnsupportedFlag  FailureCode = "unsupported_flag"
	FailUnknownDevice    FailureCode = "unknown_device"
	FailNeedsFlashAttn   FailureCode = "needs_flash_attention"
	FailDecode           FailureCode = "decode_failed"
	FailCrashed          FailureCode = "crashed"
	FailKilled           FailureCode = "killed"
	FailEngineMissing    FailureCode = "engine_missing"
	FailEngineNotRunning FailureCode = "engine_cannot_start"
	FailProcessLimit     FailureCode = "process_limit"
	FailRemoteGone       FailureCode = "remote_gone"
	FailNoOutput         FailureCode = "no_output"
	FailDiskFull         FailureCode = "disk_full"
	// FailServer: the answer of a server cannot be used.
	FailServer  FailureCode = "server"
	FailUnknown FailureCode = "unknown"
)

var failureCodes = []FailureCode{
	FailFileMissing, FailFileUnreadable, FailFileEmpty, FailIsFolder, FailNotModel, FailFileIncomplete, FailFileDamaged, FailFileChanged, FailShardMissing, FailNotFirstShard, FailEngineTooOld, FailFormatTooOld, FailByteOrder, FailOutOfMemory, FailUnsupportedFlag, FailUnknownDevice, FailNeedsFlashAttn, FailDecode, FailCrashed, FailKilled, FailEngineMissing, FailEngineNotRunning, FailProcessLimit, FailRemoteGone, FailNoOutput, FailDiskFull, FailServer, FailUnknown,
}

// Known tells whether the code is one of the above. A driver may send any other
// text.
func (c FailureCode) Known() bool { return slices.Contains(failureCodes, c) }

// Warning is a doubt that stays with a result in every report.
type Warning struct {
	Code   string `json:"code"` // "debug_build", "noisy_host", …
	Text   string `json:"text"`
	Remedy string `json:"remedy,omitempty"`
}
