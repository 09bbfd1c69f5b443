package bench

import "testing"

func TestLegalJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"a": -nan, "b": inf, "c": [nan, -inf,nan(ind)]}`: `{"a": null, "b": null, "c": [null, null,null]}`,
		`{"a: nan,": ": nan, \": nan,", "b": -nan(ind) }`:  `{"a: nan,": ": nan, \": nan,", "b": null }`,
		"{\"a\": nan\n}":        "{\"a\": null\n}",
		`{"a": 1, "b": "nano"}`: `{"a": 1, "b": "nano"}`,
		`{"torn": "nan`:         `{"torn": "nan`,
		`{"torn": "nan\`:        `{"torn": "nan\`,
		`{"a": -infinity}`:      `{"a": null}`,
		`{"a": nan(`:            `{"a": null(`,
	} {
		if got := string(LegalJSON([]byte(in))); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestFormerBackend(t *testing.T) {
	for _, c := range []struct {
		fields    []string
		gpu, want string
	}{
		{nil, "", "CPU"},
		{[]string{"cuda", "gpu_blas", "blas"}, "NVIDIA GeForce RTX 3090", "CUDA"},
		{[]string{"cuda", "gpu_blas", "blas"}, "AMD Radeon RX 7900 XTX", "ROCm"},
		{[]string{"rpc", "blas"}, "", "RPC"},
		{[]string{"opencl", "gpu_blas"}, "", "OpenCL"},
		{[]string{"blas"}, "", "BLAS"},
	} {
		isSet := func(field string) bool {
			for _, f := range c.fields {
				if f == field {
					return true
				}
			}
			return false
		}
		if got := FormerBackend(isSet, c.gpu); got != c.want {
			t.Errorf("%v on %q: got %s, want %s", c.fields, c.gpu, got, c.want)
		}
	}
}
