package llama

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/asking"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
	"dragstrip/runner/words"
)

// questionTime is how long a build may take to answer one question. Even --help
// loads the GPU's driver, which takes long on a busy machine or from a slow disk.
const questionTime = 30 * time.Second

// answerBytes is how much of each stream of an answer is kept.
const answerBytes = 1 << 20

var benchTool = tool{
	parse: ParseHelp, right: Capabilities.LooksRight, own: benchOwn, title: benchProgram,
	types: benchTypes, takes: benchTakes, leavesOff: benchLeavesOff,
	remedy: `name the program llama-bench, or "llama bench" for the unified program`,
}

// Adapter drives llama-bench. It may be used by several goroutines.
type Adapter struct {
	tool  tool
	mu    sync.Mutex
	known map[string]Capabilities
}

var _ engine.Adapter = (*Adapter)(nil)

// New makes an adapter that has not asked any build yet.
func New() *Adapter { return &Adapter{tool: benchTool, known: map[string]Capabilities{}} }

// BuildError says why a build cannot be used, as a failure for a job.
type BuildError struct{ Failure bench.Failure }

func (e *BuildError) Error() string { return e.Failure.Reason + "; " + e.Failure.Remedy }

// BenchFailure returns the failure; engine.FailureOf calls it.
func (e *BuildError) BenchFailure() bench.Failure { return e.Failure }

// Probe asks a build for its help, version and devices, and fills in the fields
// of the build. If the build cannot be used, it returns a *BuildError that says
// what to do.
func (a *Adapter) Probe(ctx context.Context, build bench.EngineBuild) (bench.EngineBuild, error) {
	if err := a.tool.checkArguments(build); err != nil {
		return build, err
	}
	help, err := ask(ctx, build, "--help")
	if err != nil {
		return build, err
	}
	caps := a.tool.parse(help.out)
	if !a.tool.right(caps) {
		return build, a.tool.notThis(build, help)
	}
	build.Remote = caps.Has("-rpc") || caps.Has(remoteFlag)
	if slices.ContainsFunc(build.Prefix, isRemoteFlag) && !build.Remote {
		return build, withoutRemote(build)
	}
	a.remember(build, caps)

	var version, list answer
	if caps.VersionFlag {
		// A missing answer is no reason to refuse the build.
		version, _ = ask(ctx, build, "--version")
	} else if sibling, ok := siblingWithVersion(build); ok {
		version, _ = ask(ctx, sibling, "--version")
	}
	if caps.ListDevices {
		list, _ = ask(ctx, build, "--list-devices")
	}
	if err := ctx.Err(); err != nil {
		return build, fmt.Errorf("ask %s what it is: %w", programName(build), err)
	}
	s := readSelf(version.err+"\n"+version.out, list.out, help.err, list.err)
	// If a build does not tell its version, the version that it was installed
	// under is used.
	if s.version == "" && s.number == 0 {
		s.version = build.Version
		s.number, _ = buildNumber(strings.TrimPrefix(build.Version, "b"))
	}
	build.Version, build.Number, build.Commit = s.version, s.number, s.commit
	build.Devices, build.Backends = s.devices, s.backends()
	build.Unloaded = unloaded(build, &s)
	build.Inherited = inherited()
	build.Traits.Choices, build.Traits.Conflicts = a.tool.choices(caps), conflicts(a.tool.leavesOff(caps), caps.ListDevices && len(build.Devices) == 0)
	if build.Engine == "" {
		build.Engine = Name
	}
	return build, nil
}

// capabilities returns what a build can do. It asks the build only if the
// answer is not known yet, or if the program has changed since the last
// question.
func (a *Adapter) capabilities(ctx context.Context, build bench.EngineBuild) (Capabilities, error) {
	if err := a.tool.checkArguments(build); err != nil {
		return Capabilities{}, err
	}
	key := fingerprint(build)
	a.mu.Lock()
	caps, ok := a.known[key]
	a.mu.Unlock()
	if ok {
		return caps, nil
	}
	help, err := ask(ctx, build, "--help")
	if err != nil {
		return Capabilities{}, err
	}
	caps = a.tool.parse(help.out)
	if !a.tool.right(caps) {
		return Capabilities{}, a.tool.notThis(build, help)
	}
	a.remember(build, caps)
	return caps, nil
}

func (a *Adapter) remember(build bench.EngineBuild, caps Capabilities) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) > 100 {
		clear(a.known)
	}
	a.known[fingerprint(build)] = caps
}

// fingerprint returns a text that changes if the prefix, the environment, or a
// file in the prefix changes. A build may be updated during a session.
func fingerprint(build bench.EngineBuild) string {
	var b strings.Builder
	for _, part := range build.Prefix {
		fmt.Fprintf(&b, "%q", part)
		path := part
		if found, err := exec.LookPath(part); err == nil {
			path = found
		}
		if st, err := os.Stat(path); err == nil && !st.IsDir() {
			fmt.Fprintf(&b, "[%d %d]", st.Size(), st.ModTime().UnixNano())
		}
	}
	fmt.Fprintf(&b, "%q", build.Env)
	return b.String()
}

type answer struct{ out, err string }

// ask starts a build with one flag, for at most questionTime.
func ask(ctx context.Context, build bench.EngineBuild, flag string) (answer, error) {
	if len(build.Prefix) == 0 {
		return answer{}, &BuildError{Failure: bench.Failure{
			Code: bench.FailEngineMissing, Reason: "no engine program was named", Remedy: "run dragstrip setup, or name one with --engine", WholeModel: true,
		}}
	}
	said, err := asking.Ask(ctx, asking.Question{
		Argv: slices.Concat(build.Prefix, []string{flag}), Env: slices.Concat([]string{"GGML_NO_BACKTRACE=1"}, build.Env),
		Limit: questionTime, Bytes: answerBytes,
	})
	if err != nil {
		return answer{}, cannotStart(build, engine.Exit{Code: -1, StartError: err.Error()}, answer{})
	}
	got := answer{said.Out, said.Err}
	switch exit := said.Exit; {
	case ctx.Err() != nil:
		return got, fmt.Errorf("ask %s for %s: %w", programName(build), flag, ctx.Err())
	case said.Late:
		return got, &BuildError{Failure: bench.Failure{
			Code:   bench.FailEngineNotRunning,
			Reason: fmt.Sprintf("%s did not answer %s within %s", programName(build), flag, questionTime),
			Remedy: "run it by hand; the usual cause is a GPU driver that hangs", WholeModel: true,
		}}
	case exit.StartError == "" && (exit.Code == 0 || strings.Contains(got.out, "-p, --n-prompt")):
		// Some builds print their help and then report an error.
		return got, nil
	default:
		return got, cannotStart(build, exit, got)
	}
}

// cannotStart returns the error for a program that cannot be started, or that
// fails before it has answered.
func cannotStart(build bench.EngineBuild, exit engine.Exit, got answer) error {
	tail := words.NewTail()
	for line := range strings.Lines(got.err) {
		tail.Add(words.CleanLine([]byte(line)))
	}
	f := classifyQuestion(programName(build), exit, tail.Lines())
	return &BuildError{Failure: f}
}

// notThis returns the error for a program that is not the tool.
func (t tool) notThis(build bench.EngineBuild, help answer) error {
	reason := programName(build) + " is not " + t.title + ": its --help lists none of " + t.title + "'s flags"
	if strings.TrimSpace(help.out) == "" {
		reason = programName(build) + " printed nothing for --help"
	}
	return &BuildError{Failure: bench.Failure{Code: bench.FailEngineNotRunning, Reason: reason, WholeModel: true, Remedy: t.remedy}}
}

// isRemoteFlag tells whether an argument names other machines to compute on.
func isRemoteFlag(argument string) bool {
	flag, _, _ := strings.Cut(argument, "=")
	return flag == remoteFlag || flag == "-rpc"
}

// withoutRemote returns the error for a build that must compute on other
// machines and has no backend for that. Such a build ignores the flag, and
// would compute alone.
func withoutRemote(build bench.EngineBuild) error {
	return &BuildError{Failure: bench.Failure{
		Code: bench.FailUnsupportedFlag, WholeModel: true,
		Reason: "this build of " + programName(build) + " cannot compute on other machines (-rpc): it has no RPC backend",
		Remedy: "choose another build with --engine (`dragstrip engines` says which builds take -rpc), build llama.cpp with -DGGML_RPC=ON, or leave -rpc out",
	}}
}

// siblingWithVersion finds another program of the same build. It is asked for
// --version if llama-bench does not know this flag.
func siblingWithVersion(build bench.EngineBuild) (bench.EngineBuild, bool) {
	at := programPart(build)
	program := build.Prefix[at]
	if found, err := exec.LookPath(program); err == nil {
		program = found
	}
	ext := filepath.Ext(program)
	if strings.TrimSuffix(filepath.Base(program), ext) != "llama-bench" {
		return build, false
	}
	for _, name := range []string{"llama-cli", "llama-server"} {
		path := filepath.Join(filepath.Dir(program), name+ext)
		if st, err := os.Stat(path); err == nil && !st.IsDir() {
			build.Prefix = append(append([]string{}, build.Prefix[:at]...), path)
			return build, true
		}
	}
	return build, false
}

// programName returns the name of a build's program for messages.
func programName(build bench.EngineBuild) string {
	if len(build.Prefix) == 0 {
		return "the engine"
	}
	at := programPart(build)
	name := filepath.Base(build.Prefix[at])
	if at+1 < len(build.Prefix) && slices.Contains([]string{subcommand, serverSubcommand}, build.Prefix[at+1]) {
		name += " " + build.Prefix[at+1]
	}
	return words.Tidy(name)
}

// checkArguments returns an error if the arguments of a build hold flags that
// dragstrip writes itself.
func (t tool) checkArguments(build bench.EngineBuild) error {
	if len(build.Prefix) == 0 {
		return nil
	}
	if f := refusal(t.own, build.Prefix[programPart(build)+1:]); f != nil {
		return &BuildError{Failure: *f}
	}
	return nil
}

// programPart returns the position of the program in a build's prefix. A loader
// may come before the program, and arguments after it. If no part has a known
// name, the last part counts as the program.
func programPart(build bench.EngineBuild) int {
	for i, part := range slices.Backward(build.Prefix) {
		if slices.Contains([]string{benchProgram, unifiedProgram, serverProgram}, places.ProgramName(part)) {
			return i
		}
	}
	return max(len(build.Prefix)-1, 0)
}
