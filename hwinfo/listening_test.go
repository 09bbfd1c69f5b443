package hwinfo

import (
	"io/fs"
	"net"
	"os"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

// TestListeningFindsTheServer reads tables of every system: who listens at port
// 8080.
func TestListeningFindsTheServer(t *testing.T) {
	const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	line := func(address, state, inode string) string {
		return "   0: " + address + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 1 0 100 0 0 10 0\n"
	}
	socket := func(inode string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("socket:[" + inode + "]"), Mode: fs.ModeSymlink}
	}
	files := fstest.MapFS{
		"proc/net/tcp":  {Data: []byte(head + line("0100007F:1F90", "0A", "501") + line("0100007F:1F91", "0A", "502") + line("0100007F:1F90", "01", "503"))},
		"proc/net/tcp6": {Data: []byte(head + line("00000000000000000000000001000000:1F90", "0A", "504"))},
		"proc/71/fd/4":  socket("501"), "proc/71/comm": {Data: []byte("llama-server\n")},
		"proc/72/fd/4": socket("502"), "proc/73/fd/4": socket("503"),
		"proc/74/fd/9": socket("504"), "proc/75/fd/9": socket("504"), "proc/75/comm": {Data: []byte("docker-proxy\n")},
		"proc/76/fd/9": socket("504"), "proc/76/comm": {Data: []byte("com.docker.back\n")}, // Linux cuts the name
	}
	if got := (Root{OS: "linux", FS: files}).Listening(8080); !slices.Equal(got, []int{71, 74}) {
		t.Errorf("Linux: %v", got)
	}
	mac := Root{OS: "darwin", FS: emptyFS{}, Run: says(map[string]string{"lsof -nP -iTCP:8080 -sTCP:LISTEN -Fpc": "p812\ncollama\nf3\np900\ncssh\nf5\n"})}
	if got := mac.Listening(8080); !slices.Equal(got, []int{812}) {
		t.Errorf("macOS: %v", got)
	}
	windows := Root{OS: "windows", FS: emptyFS{}, Listens: func(port int) []int { return []int{port, 3, 3} }}
	if got := windows.Listening(8080); !slices.Equal(got, []int{3, 8080}) {
		t.Errorf("Windows: %v", got)
	}
}

// TestListeningFindsThisProcess is the same on the real system.
func TestListeningFindsThisProcess(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := Root{}.or()
	if r.OS != "linux" {
		t.Skip("skipped: macOS needs lsof, and on Windows this process is not listed")
	}
	if got := r.Listening(l.Addr().(*net.TCPAddr).Port); !slices.Equal(got, []int{os.Getpid()}) {
		t.Errorf("%v, want %d", got, os.Getpid())
	}
	if got := r.Listening(1); got != nil {
		t.Errorf("nobody listens at port 1, but %v", got)
	}
}

// TestAServerIsTheEngine: a server that was there before belongs to the engine,
// with the programs that any of its threads started.
func TestAServerIsTheEngine(t *testing.T) {
	look := func(busy, idle, server, worker int) counters {
		return linuxRoot("amd64", map[string]string{
			"proc/stat": procStat(busy, idle, 0, 4), "proc/41/stat": pidStat(41, 0, 10, "driver"),
			"proc/42/stat": pidStat(42, server, 100, "ollama"), "proc/50/stat": pidStat(50, worker, 900, "runner"),
			"proc/42/task/42/children": "", "proc/42/task/47/children": "50 ",
		}).or().count([]int{41, 42}, nil)
	}
	before, after := look(1000, 5000, 0, 0), look(1200, 5200, 20, 180)
	after.at = before.at.Add(time.Second)
	r := after.since(before)
	about(t, "engine", r.EngineCores, 2)
	about(t, "others", r.OtherCores, 0)
	if *r.EngineMemory != 1010*pageSize {
		t.Errorf("%d bytes", *r.EngineMemory)
	}
	s := &Sampler{root: Root{OS: "linux"}}
	s.root.counters = func(_, _ []int) counters { return after }
	s.last = before
	s.Engine(true, 41, 0)
	if r := s.Read(); r.OtherCores != nil || len(s.engine) != 1 {
		t.Error("a server that cannot be seen counts as other load")
	}
}
