package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/tui"
)

// withAnInn adds a server to a world that has two models: the file that is given,
// under two names, and one that has no file here.
func (w *world) withAnInn(file string) {
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/version":
			fmt.Fprint(rw, `{"version":"0.6.8"}`)
		case "/api/tags":
			fmt.Fprint(rw, `{"models":[{"name":"words:latest","size":5000000},{"name":"words:tiny"},{"name":"far:7b","details":{"quantization_level":"Q4_0"}}]}`)
		case "/api/show":
			var q struct{ Model string }
			_ = json.NewDecoder(r.Body).Decode(&q)
			from := "/nowhere/blobs/sha256-00"
			if strings.HasPrefix(q.Model, "words") {
				from = file
			}
			fmt.Fprintf(rw, `{"modelfile":"FROM %s\n"}`, from)
		default:
			w.t.Errorf("%s %s", r.Method, r.URL.Path)
			http.NotFound(rw, r)
		}
	}))
	w.t.Cleanup(server.Close)
	w.env = append(slices.DeleteFunc(w.env, func(kv string) bool { return strings.HasPrefix(kv, "OLLAMA_HOST=") }), "OLLAMA_HOST="+server.URL)
}

// screensOf are what the screens find in a world: builds, servers and models.
func screensOf(w *world) (r rooms, builds []bench.EngineBuild, servers []tui.Server, rows []tui.Model) {
	w.t.Helper()
	w.t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	r, ctx := roomsOf(w), w.t.Context()
	r.err = io.Discard
	go r.known.read(ctx, r.places.store(), r.describe)
	builds, _ = r.engineRoom().Find(ctx)
	servers, ok := r.engineRoom().Servers(ctx, builds)
	if !ok {
		w.t.Fatal("servers were not looked for")
	}
	r.modelRoom().Find(ctx, bench.Machine{}, bench.Bandwidth{}, func(m tui.Model) { rows = append(rows, m) })
	return r, builds, servers, rows
}

// rowNamed finds a model by its key.
func rowNamed(t *testing.T, rows []tui.Model, key string) tui.Model {
	t.Helper()
	at := slices.IndexFunc(rows, func(m tui.Model) bool { return m.Key() == key })
	if at < 0 {
		t.Fatalf("no row %s among %d", key, len(rows))
	}
	return rows[at]
}

// TestModelsOfServersAreRows: a file that a server has is one row, whatever names
// the server has for it. A model that only the server has is a row, too.
func TestModelsOfServersAreRows(t *testing.T) {
	w := newWorld(t)
	file := w.tiny()
	w.withAnInn(file)
	_, _, servers, rows := screensOf(w)
	if len(rows) != 2 {
		t.Errorf("%d rows, want the file and the model of the server: %+v", len(rows), rows)
	}
	at := slices.IndexFunc(servers, func(s tui.Server) bool { return s.Build.IsServer() })
	if at < 0 || !slices.Equal(servers[at].Serves, []string{"words:latest", "words:tiny", "far:7b"}) {
		t.Fatalf("servers %+v", servers)
	}
	of, far := rowNamed(t, rows, withoutLinks(file)), rowNamed(t, rows, "served far:7b")
	for name, row := range map[string]tui.Model{"words:latest": of, "far:7b": far} {
		if want := []tui.Service{{Build: servers[at].Build.ID, Title: "Ollama", Name: name}}; !reflect.DeepEqual(row.Services, want) || row.Place != "Ollama" {
			t.Errorf("%s: %+v", name, row)
		}
	}
	if of.Engine == "" || far.Engine != "" {
		t.Errorf("engines %q and %q", of.Engine, far.Engine)
	}
}

// TestThePlanOfTheScreenIsThatOfTheCommand: what the screen starts with servers is
// what the command that it shows starts.
func TestThePlanOfTheScreenIsThatOfTheCommand(t *testing.T) {
	w := newWorld(t).withEngine()
	file := w.tiny()
	w.withAnInn(file)
	r, builds, servers, rows := screensOf(w)
	beside := slices.IndexFunc(servers, func(s tui.Server) bool { return s.Beside })
	inn := slices.IndexFunc(servers, func(s tui.Server) bool { return s.Build.IsServer() })
	if beside < 0 || inn < 0 {
		t.Fatalf("servers %+v", servers)
	}
	of, far := rowNamed(t, rows, withoutLinks(file)), rowNamed(t, rows, "served far:7b")
	own, server, there := builds[0], servers[beside].Build, servers[inn].Build
	for _, c := range []struct {
		models []tui.Model
		builds []bench.EngineBuild
		jobs   int
	}{
		{[]tui.Model{of}, []bench.EngineBuild{own, server, there}, 3},
		{[]tui.Model{of}, []bench.EngineBuild{there}, 1},
		{[]tui.Model{far}, []bench.EngineBuild{there}, 1},
		{[]tui.Model{of, far}, []bench.EngineBuild{own, there}, 3},
	} {
		choice := tui.Choice{Models: c.models, Builds: c.builds, Fields: map[string]string{"p": "16", "n": "8", "r": "2"}}
		plan, err := r.planOf(choice)
		if err != nil || len(plan.Jobs) != c.jobs {
			t.Errorf("%v: plan %+v", err, plan)
			continue
		}
		command := r.runCommand(choice)
		split, err := exec.Command("sh", "-c", `printf '%s\n' `+strings.TrimPrefix(command, "dragstrip ")).Output()
		if err != nil {
			t.Fatal(err)
		}
		var shown struct{ Plan *bench.Plan }
		out := w.must(append(strings.Split(strings.TrimSpace(string(split)), "\n"), "--dry-run", "--json")...)
		if err := json.Unmarshal([]byte(out), &shown); err != nil || shown.Plan == nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if a, b := jobsSaid(withoutSecrets(plan)), jobsSaid(shown.Plan); !slices.Equal(a, b) {
			t.Errorf("%s\nthe screen  %s\nthe command %s", command, strings.Join(a, "\n            "), strings.Join(b, "\n            "))
		}
	}
	// What cannot be measured is said.
	for want, choice := range map[string]tui.Choice{
		"none of the ticked engines can measure far:7b Q4_0; Ollama has it as far:7b: tick it": {Models: []tui.Model{far}, Builds: []bench.EngineBuild{own}},
	} {
		if _, err := r.planOf(choice); err == nil || err.Error() != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if why := r.hinders(own, far); !strings.Contains(why.Long, "is only on a server") || why.Short == "" {
		t.Errorf("%+v", why)
	}
	other := tui.Model{Model: bench.Model{Name: "Other", Path: "/m/other.gguf", Format: "gguf"}}
	if why := r.hinders(there, other); !strings.Contains(why.Long, "has no copy of /m/other.gguf") || why.Short == "" {
		t.Errorf("%+v", why)
	}
	// No advice where it could not work.
	away := there
	away.Traits.Elsewhere = true
	for _, c := range []struct {
		build bench.EngineBuild
		model bench.Model
	}{
		{away, other.Model},
		{there, bench.Model{Name: "Two", Path: "/m/two-00001-of-00002.gguf", Format: "gguf", Files: []bench.ModelFile{{Name: "two-00001-of-00002.gguf"}, {Name: "two-00002-of-00002.gguf"}}}},
		{there, bench.Model{Name: "Folder", Path: "/m/folder-4bit", Format: "mlx", Files: []bench.ModelFile{{Name: "config.json"}}}},
	} {
		if why := r.hinders(c.build, tui.Model{Model: c.model}); strings.Contains(why.Long, "Modelfile") || !strings.Contains(why.Long, "does not have "+c.model.Name) {
			t.Errorf("%s: %+v", c.model.Name, why)
		}
	}
}

// TestAServerOfTheVariableIsListedOnce: a variable names it, and it is found at its
// usual address, too.
func TestAServerOfTheVariableIsListedOnce(t *testing.T) {
	w := newWorld(t)
	w.withAnInn(w.tiny())
	w.env = append(w.env, "DRAGSTRIP_ENGINE=ollama")
	_, builds, servers, _ := screensOf(w)
	n := 0
	for _, s := range servers {
		if s.Build.IsServer() {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d servers: %+v\nbuilds %+v", n, servers, builds)
	}
}

// TestALargeCopyIsComparedWhenItsServerIsTicked: files are not read only because
// models are listed.
func TestALargeCopyIsComparedWhenItsServerIsTicked(t *testing.T) {
	w := newWorld(t)
	blob := w.tiny()
	w.withAnInn(blob)
	content, err := os.ReadFile(blob)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(w.home, "copy.gguf")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	r, _, servers, rows := screensOf(w)
	inn := servers[slices.IndexFunc(servers, func(s tui.Server) bool { return s.Build.IsServer() })].Build
	m := rowNamed(t, rows, withoutLinks(blob))
	m.Path = file // the search did not find it, so it was not compared
	if why := r.hinders(inn, m); why.Short != "compared when ticked" {
		t.Errorf("%+v", why)
	}
	choice := tui.Choice{Models: []tui.Model{m}, Builds: []bench.EngineBuild{inn}, Fields: map[string]string{"p": "16"}}
	if _, err := r.planOf(choice); err == nil {
		t.Error("the plan has a copy that was not compared")
	}
	r.askServer(t.Context(), inn, []tui.Model{m})
	if plan, err := r.planOf(choice); err != nil || len(plan.Jobs) != 1 || plan.Jobs[0].Model.Served != "words:latest" {
		t.Errorf("%v, %+v", err, plan)
	}
}

// jobsSaid describes jobs by all that decides what is measured.
func jobsSaid(p *bench.Plan) (said []string) {
	for _, j := range p.Jobs {
		said = append(said, fmt.Sprint(j.ID, j.Build.ID, j.Build.Engine, j.Model.Key(), j.Model.Label(), j.Params, j.Tests, j.Repetitions, j.LeftOut))
	}
	return append(said, fmt.Sprint(p.Rounds, p.Sentinel, p.Order))
}

// TestServersAreNotLookedForDuringAMeasurement: a session elsewhere would be
// disturbed.
func TestServersAreNotLookedForDuringAMeasurement(t *testing.T) {
	r := newRooms(shelf(t), &processors{})
	lock := journal.NewMachineLock(r.getenv(machineLock))
	if free, _, err := lock.Try(journal.Me("X")); err != nil || !free {
		t.Fatalf("free %t, %v", free, err)
	}
	defer lock.Release()
	if _, ok := r.findServers(context.Background(), nil); ok {
		t.Error("servers were looked for during a measurement")
	}
}

// TestAServerIsAddedByItsAddress: it is found from then on.
func TestAServerIsAddedByItsAddress(t *testing.T) {
	r, ctx := newRooms(shelf(t), &processors{}), t.Context()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `{"data":[{"id":"words"}]}`)
	}))
	defer server.Close()
	for wrong, want := range map[string]string{
		server.URL: "Write the kind of the server", "llama.cpp": "Write the kind of the server", "openai=http://127.0.0.1:1/v1": "127.0.0.1:1",
	} {
		if _, err := r.addServer(ctx, wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", wrong, err, want)
		}
	}
	if name, err := r.addServer(ctx, " openai="+server.URL+"/v1 "); err != nil || name == "" {
		t.Fatal(name, err)
	}
	servers, ok := r.findServers(ctx, nil)
	at := slices.IndexFunc(servers, func(s tui.Server) bool { return s.Build.Engine == "openai" })
	if !ok || at < 0 || !slices.Equal(servers[at].Serves, []string{"words"}) {
		t.Errorf("%+v", servers)
	}
	var rows []tui.Model
	r.newServedRows(ctx).rest(nil, func(m tui.Model) { rows = append(rows, m) })
	if len(rows) != 1 || rows[0].Served != "words" || len(rows[0].Services) != 1 || rows[0].Services[0].Title != "openai" {
		t.Errorf("%+v", rows)
	}
}

// TestAnAddedServerIsRemembered: it used to be forgotten when dragstrip ended.
func TestAnAddedServerIsRemembered(t *testing.T) {
	e := shelf(t)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `{"data":[{"id":"words"}]}`)
	}))
	defer server.Close()
	named := "openai=" + server.URL + "/v1"
	t.Setenv("KEY_OF_TEST", "secret")
	offered := func() bool {
		servers, _ := newRooms(e, &processors{}).findServers(t.Context(), nil)
		return slices.ContainsFunc(servers, func(s tui.Server) bool { return s.Build.Engine == "openai" })
	}
	e.getenv = func(name string) string {
		return map[string]string{"KEY_OF_TEST": "secret", machineLock: filepath.Join(e.places.home, "lock")}[name]
	}
	if name, err := newRooms(e, &processors{}).addServer(t.Context(), named+" --key-env KEY_OF_TEST"); err != nil || !strings.HasSuffix(name, " until you leave dragstrip") || offered() {
		t.Errorf("a server with a key was remembered: %q, %v", name, err)
	}
	if name, err := newRooms(e, &processors{}).addServer(t.Context(), named); err != nil || strings.Contains(name, "until") || !offered() {
		t.Errorf("it was not remembered: %q, %v", name, err)
	}
	var out bytes.Buffer
	e.out = &out
	if e.tellServers(); !strings.Contains(out.String(), "--forget-server 'openai=") {
		t.Errorf("%s", out.String())
	}
	if err := (engineSettings{forgetServer: named}).change(e); err != nil || offered() {
		t.Errorf("it was not forgotten: %v", err)
	}
	for _, wrong := range []string{named + " --evict", "nothing=http://there", "llama.cpp=http://there"} {
		if err := (engineSettings{addServer: wrong}).change(e); err == nil || offered() {
			t.Errorf("%s was remembered", wrong)
		}
	}
	if err := (engineSettings{addServer: named}).change(e); err != nil || !offered() {
		t.Errorf("it was not added: %v", err)
	}
}

// TestAFileThatWasWrittenAgainIsComparedAgain: it used to count as the server's copy
// until dragstrip ended.
func TestAFileThatWasWrittenAgainIsComparedAgain(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	write := func(path, text string, when int64) {
		if os.WriteFile(path, []byte(text), 0o644) != nil || os.Chtimes(path, time.Unix(when, 0), time.Unix(when, 0)) != nil {
			t.Fatal(path)
		}
	}
	write(a, "words", 1000)
	write(b, "words", 1000)
	told := newToldServers()
	learning := told.learning(serverSource{
		same: func(context.Context, string, string) (bool, error) { return true, nil },
		look: func(string) (models.Found, error) { return models.Found{}, nil },
	})
	known := func() bool {
		_, compared := told.source().same(t.Context(), a, b)
		_, looked := told.source().look(a)
		if (compared == nil) != (looked == nil) {
			t.Errorf("compared: %v, looked at: %v", compared, looked)
		}
		return compared == nil
	}
	learn := func() {
		_, _ = learning.same(t.Context(), a, b)
		_, _ = learning.look(a)
	}
	learn()
	if !known() {
		t.Error("what was compared is not remembered")
	}
	if write(a, "other", 2000); known() {
		t.Error("a file of the same size that was written later is known")
	}
	if learn(); !known() {
		t.Error("what was compared again is not remembered")
	}
}
