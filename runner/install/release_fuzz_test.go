package install

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// FuzzRelease: the text of a release page decides what is downloaded, from
// where and how much, and what one of our folders is called.
func FuzzRelease(f *testing.F) {
	const asset = `{"name":"zephyr-b9000-bin-ubuntu-x64.tar.gz","browser_download_url":"https://files.example/x.tar.gz","size":10,"digest":"sha256:`
	page := `{"tag_name":"b9000","assets":[` + asset + strings.Repeat("0f", 32) + `"},` + asset + strings.Repeat("0F", 32) + `"}]}`
	f.Add(page)
	f.Add(strings.Replace(page, "b9000-bin", `../../\u001b]0;owned\u0007`, 1))
	f.Add(strings.Replace(page, "https://files", "https://files\u202e", 1))
	f.Add(strings.Replace(page, `"size":10`, `"size":`+strings.Repeat("9", 40), 1))
	f.Add(strings.Replace(page, `"size":10`, `"size":-1`, 1))
	f.Add(strings.Replace(page, "zephyr-b9000", "cudart-zephyr-b9000-bin-win-cuda", 1))
	for _, seed := range []string{"", "null", "[]", `{"assets":null}`, `{"tag_name":"\u009b2J","assets":[{},{}]}`, "<html>\x1b[2J</html>"} {
		f.Add(seed)
	}
	w := &releaseWay{Store: &Store{System: System{GOOS: "linux", GOARCH: "amd64"}}, Release: zephyrRelease("https://api.example/latest")}
	names := w.Names("linux", "amd64", GPU{})
	f.Fuzz(func(t *testing.T, text string) {
		page, err := readPage[releasePage](strings.NewReader(text))
		if err != nil {
			shown(t, err.Error(), 300)
			return
		}
		shown(t, page.Tag, 2048)
		shown(t, assetNames(page.Assets), 60*(4*80+2))
		for _, a := range page.Assets {
			shown(t, a.Name+a.URL+a.Digest, 3*2048)
			if w.acceptable(a) == nil && (a.Bytes <= 0 || a.Bytes > maxArchive || !strings.HasPrefix(strings.ToLower(a.URL), "https:") || len(a.Digest) != len("sha256:")+64) {
				t.Fatalf("%+v would be downloaded", a)
			}
		}
		if chosen, ok := names.Choose(page.Assets); ok {
			if !slices.Contains(page.Assets, chosen) || !unpackable(chosen.Name) || !strings.HasPrefix(chosen.Name, names.Prefix) {
				t.Fatalf("%+v was chosen", chosen)
			}
			id := safeID("zephyr-" + chosen.version(names))
			if filepath.Base(id) != id || strings.Trim(id, ".-") != id || len(id) > 64 {
				t.Fatalf("%+v would lie in a folder %q", chosen, id)
			}
		}
		written, err := json.Marshal(page)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := readPage[releasePage](strings.NewReader(string(written))); err != nil || again.Tag != page.Tag || !slices.Equal(again.Assets, page.Assets) {
			t.Fatalf("%+v was read back as %+v, %v", page, again, err)
		}
	})
}

// FuzzCudaInDriver: what nvidia-smi prints decides which build of CUDA starts.
func FuzzCudaInDriver(f *testing.F) {
	f.Add("| NVIDIA-SMI 570.133.20   Driver Version: 570.133.20   CUDA Version: 12.8     |\n")
	f.Add("CUDA Version: 99999999999999999999.1")
	f.Add("CUDA Version: N/A")
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range CudaOf(text, cudaInDriver) {
			if n < 0 || n > 9999 {
				t.Fatal(n)
			}
		}
	})
}

// shown fails for a text that a terminal obeys, or that has more
// than most bytes.
func shown(t *testing.T, text string, most int) {
	t.Helper()
	if bench.Clean(text) != text || len(text) > most {
		t.Fatalf("%d bytes reach a screen: %.200q", len(text), text)
	}
}
