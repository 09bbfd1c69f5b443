package ollama

import (
	"strconv"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// taken are the parameters that go with each request. A server with another
// value loads the model again.
var taken = []bench.Taken{
	{Key: "n_gpu_layers"}, {Key: "main_gpu"}, {Key: "n_batch"}, {Key: "n_threads"}, {Key: "load_mode", Values: []string{"auto", "mmap", "none"}},
}

// takenOwn are those that only a server of our own can be given, when it starts.
var takenOwn = []bench.Taken{
	{Key: "flash_attn", Values: []string{"on", "off"}}, {Key: "type_k", Values: cacheTypes}, {Key: "type_v", Values: cacheTypes},
}

var cacheTypes = []string{"f16", "q8_0", "q4_0"}

// optionOf are the options of a request that hold a number.
var optionOf = map[string]string{"n_gpu_layers": "num_gpu", "main_gpu": "main_gpu", "n_batch": "num_batch", "n_threads": "num_thread"}

// everyLayer is more layers than any model has. Ollama takes -1 for "as many as
// it thinks fit".
const everyLayer = "999"

// optionsFor are the options with which the model is loaded, as NAME=VALUE.
func optionsFor(at place, work []engine.Work) []string {
	params := work[0].Job.Params
	length := at.context
	if length == 0 {
		length = serving.ContextFor(work, 1) // Ollama multiplies it by the requests at once
	}
	out := []string{"num_ctx=" + strconv.Itoa(length)}
	for _, p := range bench.Parameters {
		value, asked := params[p.Key]
		option, has := optionOf[p.Key]
		switch {
		case !asked:
		case p.Key == "n_gpu_layers" && value == "-1":
			out = append(out, option+"="+everyLayer)
		case has:
			out = append(out, option+"="+value)
		case p.Key == "load_mode" && value != "auto":
			out = append(out, "use_mmap="+strconv.FormatBool(value == "mmap"))
		}
	}
	return out
}

// valueOf reads the value of an option: a number, or true or false.
func valueOf(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return text == "true"
}

// variablesFor are the variables with which a server of our own starts.
func variablesFor(params bench.Params) []string {
	env := append(ownEnv[:len(ownEnv):len(ownEnv)], "OLLAMA_NUM_PARALLEL="+strconv.Itoa(params.AtOnce()))
	switch params["flash_attn"] {
	case "on":
		env = append(env, "OLLAMA_FLASH_ATTENTION=1")
	case "off":
		env = append(env, "OLLAMA_FLASH_ATTENTION=0")
	}
	if t := params["type_k"]; t != "" {
		env = append(env, "OLLAMA_KV_CACHE_TYPE="+t)
	}
	return env
}

// impossible says why a server of our own cannot have these parameters.
func impossible(params bench.Params) (f bench.Failure, is bool) {
	k, v := params["type_k"], params["type_v"]
	switch {
	case k != v:
		return bench.Failure{
			Code: bench.FailUnsupportedFlag, WholeModel: true, Reason: "Ollama has one type for both halves of its KV cache",
			Remedy: "give -ctk and -ctv the same type, or leave both out",
		}, true
	case k != "" && k != "f16" && params["flash_attn"] != "on":
		return bench.Failure{
			Code: bench.FailUnsupportedFlag, WholeModel: true, Reason: "Ollama quantizes its KV cache only with flash attention", Remedy: "add -fa on",
		}, true
	}
	return f, false
}
