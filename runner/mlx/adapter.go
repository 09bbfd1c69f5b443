package mlx

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/pyenv"
	"dragstrip/runner/words"
)

// Adapter drives all kinds of MLX. It may be used by several goroutines.
type Adapter struct {
	// Home is the user's home folder, which may hold Python packages.
	Home string
	// Temp is the temporary folder for MLX. It belongs to dragstrip and is made
	// when work begins. MLX keeps compiled code in its temporary folder, which
	// other users might share. If Temp cannot be made, MLX uses the system's
	// temporary folder.
	Temp string
}

var _ engine.Adapter = (*Adapter)(nil)

// buildError says why a Python environment cannot be used.
type buildError struct{ failure bench.Failure }

func (e *buildError) Error() string { return e.failure.Reason + "; " + e.failure.Remedy }

// BenchFailure returns the failure; engine.FailureOf calls it.
func (e *buildError) BenchFailure() bench.Failure { return e.failure }

// Probe reads what the environment holds now. The environment may have been
// upgraded or removed since the plan was made.
func (a *Adapter) Probe(_ context.Context, build bench.EngineBuild) (bench.EngineBuild, error) {
	e, err := a.environment(build)
	if err != nil {
		return build, err
	}
	now, err := Read(e)
	if err != nil {
		reason, remedy, _ := strings.Cut(err.Error(), "; ")
		if remedy == "" {
			reason, remedy = "the Python environment "+bench.Clean(e.Folder)+" no longer holds mlx-lm", "`dragstrip setup mlx` makes a separate environment; `dragstrip engines mlx` lists what was found"
		}
		return build, &buildError{bench.Failure{Code: bench.FailEngineNotRunning, Reason: reason, Remedy: remedy, WholeModel: true}}
	}
	if build.Engine == Tool && !e.Has(toolFile) {
		return build, &buildError{bench.Failure{
			Code: bench.FailEngineTooOld, WholeModel: true,
			Reason: "mlx-lm " + now.Version + " has no mlx_lm.benchmark, which came with 0.27",
			Remedy: "install a newer mlx-lm (`dragstrip setup mlx`), or measure with dragstrip's own driver (--engine mlx)",
		}}
	}
	if build.Engine == Server && !strings.Contains(e.Text(serverFile), serverHealth) {
		return build, &buildError{bench.Failure{
			Code: bench.FailEngineTooOld, WholeModel: true,
			Reason: "the server of mlx-lm " + now.Version + " does not tell whether it is ready",
			Remedy: "install a newer mlx-lm (`dragstrip setup mlx`), or measure with dragstrip's own driver (--engine mlx)",
		}}
	}
	build.Version, build.Library, build.Backends = now.Version, now.Library, now.Backends
	build.Inherited = inherited()
	return told(build), nil
}

func (a *Adapter) environment(build bench.EngineBuild) (pyenv.Environment, error) {
	gone := func(why string) error {
		return &buildError{bench.Failure{
			Code: bench.FailEngineMissing, Reason: why, WholeModel: true,
			Remedy: "`dragstrip engines mlx` lists what was found, `dragstrip setup mlx` makes a separate environment",
		}}
	}
	if len(build.Prefix) == 0 {
		return pyenv.Environment{}, gone("the engine build does not name a Python")
	}
	e, err := pyenv.Of(build.Prefix[0], a.Home)
	if err != nil {
		return e, gone("the Python environment of this engine build was not found: " + bench.Clean(err.Error()))
	}
	return e, nil
}

// refusal says why a job cannot be measured at all, before anything is started.
// It returns nil if the job can be measured.
func (a *Adapter) refusal(build bench.EngineBuild, job *bench.Job) *bench.Failure {
	switch words.Look(job.Model.Path) {
	case words.FoundNothing:
		f := words.Missing()
		f.Reason, f.WholeModel = "the model's folder is not there", true
		return &f
	case words.FoundNoPermission:
		f := words.Unreadable()
		f.Reason, f.WholeModel = "no permission to read the model's folder", true
		return &f
	case words.FoundFile, words.FoundEmpty:
		return &bench.Failure{
			Code: bench.FailNotModel, WholeModel: true, Reason: "the path is a file, but MLX reads folders with config.json and model*.safetensors",
			Remedy: "name the folder; a GGUF file is measured with llama.cpp",
		}
	}
	if what := foreignCode(build, job.Model.Path); what != "" {
		return &bench.Failure{
			Code: bench.FailNotModel, WholeModel: true, Reason: "the model contains Python code (" + what + "), and dragstrip does not run a model's code",
			Remedy: withoutCode(what),
		}
	}
	if _, left := job.Params.For(build.Traits); len(left) > 0 {
		return &bench.Failure{
			Code: bench.FailUnsupportedFlag, WholeModel: true,
			Reason: fmt.Sprintf("MLX has no setting like %s", strings.Join(left, ", ")),
			Remedy: "leave it out, or measure with llama.cpp",
		}
	}
	return nil
}

// codeOfModel is code that the model itself needs, not only its tokenizer.
const codeOfModel = "model_file in config.json"

// foreignCode names the setting in a model's folder that would make mlx_lm run
// code from the folder, or returns "". Versions 0.30.7 to 0.31 run the
// model_file that config.json names without asking; mlx_lm.benchmark allows
// tokenizers to run their code.
func foreignCode(build bench.EngineBuild, folder string) string {
	has := func(name, key string) bool {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return false
		}
		defer f.Close()
		var keys map[string]json.RawMessage
		if json.NewDecoder(io.LimitReader(f, 16<<20)).Decode(&keys) != nil {
			return false
		}
		value, there := keys[key]
		return there && string(value) != "null"
	}
	switch {
	case has("config.json", "model_file"):
		return codeOfModel
	case build.Engine == Tool && has("tokenizer_config.json", "auto_map"):
		return "auto_map in tokenizer_config.json"
	case build.Engine == Tool && has("config.json", "auto_map"):
		return "auto_map in config.json"
	}
	return ""
}

// withoutCode returns the remedy for a model that contains code. dragstrip's
// driver reads no tokenizer, so it can measure a model that has code only for
// the tokenizer.
func withoutCode(what string) string {
	const remedy = "choose a conversion without code"
	if what == codeOfModel {
		return remedy
	}
	return remedy + ", or measure with --engine mlx, which needs no tokenizer"
}
