package hwinfo

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// passOn are programs that listen at a port only to pass everything on: to a
// container, or to another machine. Who listens behind them cannot be seen.
var passOn = []string{"docker-proxy", "com.docker.backend", "rootlessport", "slirp4netns", "pasta", "pasta.avx2", "gvproxy", "ssh", "sshd", "sshd-session", "socat", "wslrelay"}

// passesOn tells whether a program is in passOn. Linux and macOS keep only the
// first 15 or 16 letters of a name.
func passesOn(name string) bool {
	return slices.ContainsFunc(passOn, func(whole string) bool {
		return name == whole || len(name) >= 15 && strings.HasPrefix(whole, name)
	})
}

// Listening lists the processes of this machine that listen at a TCP port. The
// list is empty if nobody listens, if the processes belong to another user, or
// if a program that only passes on listens there.
func (r Root) Listening(port int) []int {
	r = r.or()
	var found []int
	switch r.OS {
	case "linux":
		found = r.listeningLinux(port)
	case "darwin":
		found = r.listeningDarwin(port)
	case "windows":
		if r.Listens != nil {
			found = r.Listens(port)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// listeningLinux finds the sockets that listen at the port, and then the
// processes that hold them.
func (r Root) listeningLinux(port int) (found []int) {
	held := map[string]bool{}
	for _, table := range []string{"tcp", "tcp6"} {
		for line := range strings.Lines(r.read("proc/net", table)) {
			const listens = "0A"
			f := strings.Fields(line)
			if len(f) < 10 || f[3] != listens {
				continue
			}
			_, at, _ := strings.Cut(f[1], ":")
			if n, err := strconv.ParseUint(at, 16, 16); err == nil && int(n) == port {
				held["socket:["+f[9]+"]"] = true
			}
		}
	}
	if len(held) == 0 {
		return nil
	}
	for _, name := range r.glob("proc/[0-9]*") {
		pid, err := strconv.Atoi(path.Base(name))
		if err != nil || passesOn(r.read(name, "comm")) {
			continue
		}
		files, _ := fs.ReadDir(r.FS, path.Join(name, "fd"))
		if slices.ContainsFunc(files, func(f fs.DirEntry) bool {
			to, _ := fs.ReadLink(r.FS, path.Join(name, "fd", f.Name()))
			return held[to]
		}) {
			found = append(found, pid)
		}
	}
	return found
}

// listeningDarwin asks lsof, which every Mac has. It prints "p" and the number
// of a process, then "c" and the name of its program.
func (r Root) listeningDarwin(port int) (found []int) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, _ := r.Run(ctx, "lsof", "-nP", "-iTCP:"+strconv.Itoa(port), "-sTCP:LISTEN", "-Fpc")
	pid := 0
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if n, ok := strings.CutPrefix(line, "p"); ok {
			pid, _ = strconv.Atoi(n)
		} else if name, ok := strings.CutPrefix(line, "c"); ok && pid > 0 && !passesOn(name) {
			found = append(found, pid)
		}
	}
	return found
}
