package guard

import (
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ProcessLimit says in words how many processes and threads this process and
// its kin may be, where something allows fewer than the kernel would; "" where
// nothing does.
func ProcessLimit() string {
	if n := leastPids(func(name string) string {
		text, _ := os.ReadFile(name)
		return strings.TrimSpace(string(text))
	}); n > 0 {
		return fmt.Sprintf("its control group allows %d processes and threads (pids.max)", n)
	}
	var limit unix.Rlimit
	// Root is not held to it.
	if unix.Getuid() != 0 && unix.Getrlimit(unix.RLIMIT_NPROC, &limit) == nil && limit.Cur < 1<<20 {
		return fmt.Sprintf("its user may have %d processes and threads (ulimit -u)", limit.Cur)
	}
	return ""
}

// leastPids is the least that any control group from this process's own up to
// the root allows, of either version; 0 where none is limited. A path that is
// not mounted here, as in a container, leads to the root of what is.
func leastPids(read func(string) string) (least int) {
	for line := range strings.SplitSeq(read("/proc/self/cgroup"), "\n") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) != 3 {
			continue
		}
		var roots []string
		switch {
		case parts[0] == "0" && parts[1] == "":
			roots = []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}
		case strings.Contains(","+parts[1]+",", ",pids,"):
			roots = []string{"/sys/fs/cgroup/pids"}
		}
		for _, root := range roots {
			for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
				if n, err := strconv.Atoi(read(path.Join(root, group, "pids.max"))); err == nil && n > 0 && (least == 0 || n < least) {
					least = n
				}
				if group == "/" {
					break
				}
			}
		}
	}
	return least
}
