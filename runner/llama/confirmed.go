package llama

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// answers tells whether the build measured what a piece of work asks for.
func (r record) answers(w engine.Work) bool { return r.contradiction(w) == "" }

// contradiction says what was measured instead of the requested value; "" means
// that everything agrees. Some old builds silently replace a value that they do
// not know.
func (r record) contradiction(w engine.Work) string {
	if r.doubled {
		return ""
	}
	for _, count := range []struct {
		key  string
		want int
	}{{"n_prompt", w.Test.Prompt}, {"n_gen", w.Test.Generation}, {"n_depth", w.Test.Depth}} {
		got, there := r.whole(count.key)
		if (there || count.key == "n_depth") && got != int64(count.want) {
			return fmt.Sprintf("%s %d instead of %d", count.key, got, count.want)
		}
	}
	for _, p := range bench.Parameters {
		want, set := w.Job.Params[p.Key]
		if p.Key == "n_gpu_layers" && (strings.HasPrefix(want, "-") || w.Job.Params["devices"] == "none") {
			continue // the build got another number (see translate)
		}
		if field, value := r.setting(p.Key); set && value != nil && !confirms(p.Key, value, want) {
			return words.Tidy(fmt.Sprintf("%s %v instead of %s", field, value, want))
		}
	}
	return ""
}

// setting gives the field that names a parameter, and its value. The value is
// nil if the result does not name the parameter. No result names NUMA strategy
// or priority.
func (r record) setting(key string) (field string, value any) {
	field = key
	switch _, there := r.fields[key]; {
	case key == "override_tensor":
		field = "tensor_buft_overrides"
	case key == "load_mode" && !there:
		field = "use_mmap" // before there were load modes
	}
	return field, r.fields[field]
}

// confirms tells whether the value of a result's field is the wanted value of a
// parameter. Builds write many values in their own way: flash_attn as a word, a
// boolean or a number, shares with two decimals.
func confirms(key string, value any, want string) bool {
	text, isText := value.(string)
	if isText && text == want {
		return true
	}
	switch key {
	case "devices":
		return strings.EqualFold(text, want)
	case "tensor_split":
		return slices.EqualFunc(shares(text), shares(want), func(a, b float64) bool { return math.Abs(a-b) < 0.006 })
	case "override_tensor":
		return placements(text) == placements(want)
	case "cpu_mask":
		return maskOf(text) == maskOf(want)
	case "load_mode":
		return !isText && confirmsMmap(value, want)
	case "flash_attn":
		if n, ok := map[string]string{"on": "1", "off": "0", "auto": "-1"}[want]; ok {
			want = n
		}
	}
	got, isNumber := wholeOf(value)
	wanted, wantsNumber := wholeText(want)
	return isNumber && wantsNumber && got == wanted
}

// confirmsMmap tells whether the field use_mmap of an older build fits a load
// mode. Other fields say the rest.
func confirmsMmap(value any, want string) bool {
	mapped, known := wholeOf(value)
	switch {
	case !known:
		return true
	case want == "mmap":
		return mapped == 1
	case want == "none":
		return mapped == 0
	}
	return true
}

// shares reads the shares of several GPUs. Builds leave out zeros at the end.
func shares(text string) (out []float64) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("/;,", r) }) {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			n = math.NaN()
		}
		out = append(out, n)
	}
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// placements writes the buffers of tensors in one way. Some builds write commas
// between them, and some do not write backslashes as JSON wants them.
func placements(text string) string {
	return strings.NewReplacer(`\`, "", ",", ";").Replace(text)
}

// maskOf writes a mask of processors in one way: "0x3", "3" and "0X03" are the
// same.
func maskOf(text string) string {
	return strings.TrimLeft(strings.TrimPrefix(strings.ToLower(text), "0x"), "0")
}
