package report

import (
	"cmp"
	"encoding/json"
	"strconv"

	"dragstrip/bench"
)

// layersAllByDefault is the first build of llama.cpp whose -ngl is -1 (all
// layers) and whose -fa is -1 (auto), if nobody sets them.
const layersAllByDefault = 9400

// rebuiltRaw makes the fields of a result line again for results whose own line
// is not there, because they were read from a report. It takes what dragstrip
// read from the line after the measurement, and what the job asks for.
// Everything else was llama-bench's default.
func rebuiltRaw(j *bench.JobState, t *bench.TestState) llamaRaw {
	r := t.Results[0]
	number := func(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
	raw := llamaRaw{
		"model_type": orText(r.ModelType, j.Model.Label()), "model_size": number(cmp.Or(r.ModelSizeBytes, j.Model.SizeBytes)),
		"model_n_params": number(cmp.Or(r.ModelParams, j.Model.ParamCount)), "backends": orText(r.Backend, "CPU"),
		"n_threads": number(int64(r.Threads)), "build_commit": r.BuildCommit,
		"build_number": number(int64(r.BuildNumber)), "n_depth": number(int64(t.Test.Depth)),
		"devices": "auto", "n_gpu_layers": "99", "flash_attn": false,
	}
	if r.BuildNumber >= layersAllByDefault {
		raw["n_gpu_layers"], raw["flash_attn"] = "-1", "-1"
	}
	for key, value := range j.Params {
		switch key {
		case "flash_attn":
			raw[key] = printedAttention(value)
		case "override_tensor":
			raw["tensor_buft_overrides"] = value
		case "n_threads": // the result already says how many threads there were
		default:
			raw[key] = value
		}
	}
	return raw
}

// printedAttention is a value of -fa as llama-bench's table has it.
func printedAttention(asked string) string {
	switch asked {
	case "on":
		return "1"
	case "off":
		return "0"
	}
	return "-1"
}
