package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/runner/engine"
)

// This way was only tested with this server on loopback, because the project's
// real release page could not be reached when the test was written.

// fakeRelease is a release page with its files.
type fakeRelease struct {
	*httptest.Server
	latest releasePage
	files  map[string][]byte
	page   string
	// tags are the pages of single releases. served counts archives.
	tags   map[string]releasePage
	served int
	recent []releasePage // the newest releases, in a list
	// serve, if it is set, answers for a file.
	serve func(http.ResponseWriter, *http.Request)
}

func newFakeRelease(t *testing.T) (*fakeRelease, *Store) {
	f := &fakeRelease{files: map[string][]byte{}, tags: map[string]releasePage{}}
	f.latest.Tag = "b9000"
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		content, ok := f.files[name]
		tagged, isTag := f.tags[strings.TrimPrefix(name, "tags/")]
		switch {
		case name == "":
			json.NewEncoder(w).Encode(f.recent)
		case name == "latest":
			json.NewEncoder(w).Encode(f.latest)
		case isTag:
			json.NewEncoder(w).Encode(tagged)
		case f.serve != nil:
			f.serve(w, r)
		case ok:
			f.served++
			w.Write(content)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(f.Close)
	f.page = f.URL + "/latest"
	root := t.TempDir()
	put(t, "", root, "lib64/ld-linux-x86-64.so.2")
	return f, &Store{Data: filepath.Join(t.TempDir(), "data"), System: System{
		GOOS: "linux", GOARCH: "amd64", Root: root, LookPath: onlyPrograms(),
		Admin: func() bool { return false }, GPU: func() GPU { return GPU{} }, Free: func(string) int64 { return 1 << 40 },
		Run: func(ctx context.Context, _ Command) (string, error) { return "usage", ctx.Err() },
	}}
}

func (f *fakeRelease) add(name string, content []byte) *Asset {
	sum := sha256.Sum256(content)
	f.files[name] = content
	f.latest.Assets = append(f.latest.Assets, Asset{name, f.URL + "/" + name, int64(len(content)), "sha256:" + hex.EncodeToString(sum[:]), "uploaded"})
	return &f.latest.Assets[len(f.latest.Assets)-1]
}

const ubuntuArchive = "zephyr-b9000-bin-ubuntu-x64.tar.gz"

func releaseOffer(t *testing.T, f *fakeRelease, in *Store) engine.Offer {
	t.Helper()
	return zephyrOffer(t, in, WayRelease, zephyrRelease(f.page))
}

func TestAReleaseArchiveBecomesABuild(t *testing.T) {
	for name, c := range map[string]struct {
		entries []entry
		want    []string
	}{
		"zephyr-bench": {[]entry{{name: "zephyr-b9000/zephyr-bench", body: "#!"}, {name: "zephyr-b9000/libplug.so", body: "lib"}}, []string{"zephyr-b9000/zephyr-bench"}},
		"unified":      {[]entry{{name: "build/bin/zephyr", body: "#!"}}, []string{"build/bin/zephyr", "bench"}},
		"both":         {[]entry{{name: "zephyr", body: "#!"}, {name: "zephyr-bench", body: "#!"}}, []string{"zephyr-bench"}},
	} {
		f, in := newFakeRelease(t)
		f.add("zephyr-b9000-bin-macos-arm64.tar.gz", []byte("not this one"))
		f.add(ubuntuArchive, tarOf(t, c.entries...))
		offer := releaseOffer(t, f, in)
		if !strings.Contains(strings.Join(offer.Explain, "\n"), f.page) {
			t.Errorf("the offer does not say where from: %q", offer.Explain)
		}
		var steps []string
		one, err := offer.Do(t.Context(), func(p engine.Progress) { steps = append(steps, p.Step) })
		if err != nil {
			t.Fatal(err)
		}
		want := append([]string{filepath.Join(one.Folder, filepath.FromSlash(c.want[0]))}, c.want[1:]...)
		if one.ID != "zephyr-b9000-bin-ubuntu-x64" || one.Version != "b9000" || !slices.Equal(one.Prefix, want) {
			t.Errorf("%s: %+v", name, one)
		}
		if st, err := os.Stat(one.Prefix[0]); err != nil || st.Mode()&0o111 == 0 {
			t.Errorf("%s: the program is not executable: %v", name, err)
		}
		if !slices.ContainsFunc(steps, func(s string) bool {
			return strings.Contains(s, ubuntuArchive) && strings.Contains(s, f.URL)
		}) {
			t.Errorf("%s: the file was not named before it was fetched: %q", name, steps)
		}
		if entries, _ := filepath.Glob(filepath.Join(one.Folder, ".download*")); len(entries) > 0 {
			t.Errorf("%s: %q was left", name, entries)
		}
		f.Close() // the second call asks nobody
		if same, err := offer.Do(t.Context(), nil); err == nil || same.ID != "" {
			t.Errorf("%s: the server was not asked though the offer is old: %+v", name, same)
		}
		if same, err := releaseOffer(t, f, in).Do(t.Context(), nil); err != nil || same.ID != one.ID {
			t.Errorf("%s: the second call: %+v, %v", name, same, err)
		}
	}
}

func TestCudasRuntimeLiesBesideTheProgram(t *testing.T) {
	f, in := newFakeRelease(t)
	in.GOOS, in.GPU = "windows", func() GPU { return GPU{Nvidia: true} }
	f.add("zephyr-b9000-bin-win-cuda-12.4-x64.zip", zipOf(t, entry{name: "bin/zephyr-bench.exe", body: "exe", mode: 0o644}))
	f.add("cudart-zephyr-b9000-bin-win-cuda-12.4-x64.zip", zipOf(t, entry{name: "cudart64_12.dll", body: "dll", mode: 0o644}))
	one, err := releaseOffer(t, f, in).Do(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(one.Prefix[0]), "cudart64_12.dll")); err != nil {
		t.Error(err)
	}
}

func TestReleasesThatCannotBeTrustedAreRefused(t *testing.T) {
	good := tarOf(t, entry{name: "zephyr-bench", body: "#!"})
	for name, c := range map[string]struct {
		change func(*fakeRelease, *Asset, *Store)
		part   string
	}{
		"no digest":      {func(_ *fakeRelease, a *Asset, _ *Store) { a.Digest = "" }, "no SHA-256"},
		"other digest":   {func(_ *fakeRelease, a *Asset, _ *Store) { a.Digest = "md5:00" }, "no SHA-256"},
		"short digest":   {func(_ *fakeRelease, a *Asset, _ *Store) { a.Digest = "sha256:" }, "no SHA-256"},
		"changed":        {func(f *fakeRelease, a *Asset, _ *Store) { f.files[a.Name] = append([]byte{0}, good[1:]...) }, "but the release page says"},
		"shorter":        {func(f *fakeRelease, a *Asset, _ *Store) { f.files[a.Name] = good[:len(good)-1] }, "bytes arrived"},
		"longer":         {func(f *fakeRelease, a *Asset, _ *Store) { f.files[a.Name] = append(slices.Clone(good), 0) }, "bytes arrived"},
		"gone":           {func(f *fakeRelease, a *Asset, _ *Store) { delete(f.files, a.Name) }, "404"},
		"huge":           {func(_ *fakeRelease, a *Asset, _ *Store) { a.Bytes = maxArchive + 1 }, "cannot be right"},
		"plain http":     {func(_ *fakeRelease, a *Asset, _ *Store) { a.URL = "http://files.example/x.tar.gz" }, "not https"},
		"a file":         {func(_ *fakeRelease, a *Asset, _ *Store) { a.URL = "file:///etc/passwd" }, "not https"},
		"no such page":   {func(f *fakeRelease, _ *Asset, _ *Store) { f.page += "x" }, "404"},
		"no such server": {func(f *fakeRelease, _ *Asset, _ *Store) { f.Close() }, "network"},
		"nothing fits":   {func(_ *fakeRelease, a *Asset, _ *Store) { a.Name = "zephyr-b1-bin-haiku-x64.zip\x1b[31m" }, "zephyr-b1-bin-haiku-x64.zip"},
		"no assets":      {func(f *fakeRelease, _ *Asset, _ *Store) { f.latest.Assets = nil }, "it offers nothing"},
		"full disk":      {func(_ *fakeRelease, _ *Asset, in *Store) { in.Free = func(string) int64 { return 10 } }, "not enough disk space"},
		"led elsewhere": {func(f *fakeRelease, _ *Asset, _ *Store) {
			f.serve = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://files.example/x", http.StatusFound)
			}
		}, "which is not https"},
		"broken off": {func(f *fakeRelease, a *Asset, _ *Store) {
			f.serve = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "100000")
				w.Write(good[:10])
			}
		}, "try again"},
		"no program": {func(f *fakeRelease, a *Asset, _ *Store) {
			f.latest.Assets = nil
			f.add(ubuntuArchive, tarOf(t, entry{name: "README", body: "hello"}))
		}, "neither"},
		"leads out": {func(f *fakeRelease, a *Asset, _ *Store) {
			f.latest.Assets = nil
			f.add(ubuntuArchive, tarOf(t, entry{name: "../../zephyr-bench", body: "#!"}))
		}, "leads out"},
		"does not start": {func(_ *fakeRelease, _ *Asset, in *Store) {
			in.Run = func(context.Context, Command) (string, error) {
				return "", errors.New("version `GLIBC_2.99' not found")
			}
		}, "GLIBC_2.99"},
	} {
		f, in := newFakeRelease(t)
		c.change(f, f.add(ubuntuArchive, good), in)
		one, err := releaseOffer(t, f, in).Do(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), c.part) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: %+v, %v", name, one, err)
		}
		nothingLeft(t, in)
	}
}

func TestADownloadThatStandsStillIsGivenUp(t *testing.T) {
	defer func(d time.Duration) { stallTime = d }(stallTime)
	for name, limit := range map[string]time.Duration{"stalled": 100 * time.Millisecond, "interrupted": time.Minute} {
		stallTime = limit
		f, in := newFakeRelease(t)
		f.add(ubuntuArchive, tarOf(t, entry{name: "zephyr-bench", body: "#!"}))
		ctx, cancel := context.WithCancel(t.Context())
		f.serve = func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte{0x1f})
			w.(http.Flusher).Flush()
			if name == "interrupted" {
				cancel()
			}
			<-r.Context().Done()
		}
		_, err := releaseOffer(t, f, in).Do(ctx, nil)
		if name == "stalled" && (err == nil || !strings.Contains(err.Error(), "the download stopped")) || name == "interrupted" && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		nothingLeft(t, in)
		cancel()
	}
}
