package guard

import "testing"

func TestTheTightestProcessLimitIsFound(t *testing.T) {
	for what, c := range map[string]struct {
		files map[string]string
		want  int
	}{
		"version 2, a parent allows less": {map[string]string{"/proc/self/cgroup": "0::/a/b", "/sys/fs/cgroup/a/b/pids.max": "500", "/sys/fs/cgroup/a/pids.max": "20"}, 20},
		"version 1 in a container":        {map[string]string{"/proc/self/cgroup": "8:pids:/docker/x\n0::/", "/sys/fs/cgroup/pids/pids.max": "100"}, 100},
		"no limit":                        {map[string]string{"/proc/self/cgroup": "0::/a", "/sys/fs/cgroup/a/pids.max": "max"}, 0},
		"another controller's":            {map[string]string{"/proc/self/cgroup": "4:memory:/a", "/sys/fs/cgroup/pids/a/pids.max": "7"}, 0},
		"nothing can be read":             {nil, 0},
	} {
		if got := leastPids(func(name string) string { return c.files[name] }); got != c.want {
			t.Errorf("%s: %d, want %d", what, got, c.want)
		}
	}
}
