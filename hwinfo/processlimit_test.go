package hwinfo

import "testing"

func TestTheTightestProcessLimitIsFound(t *testing.T) {
	for what, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"version 2, a parent allows less": {map[string]string{"proc/self/cgroup": "0::/a/b", "sys/fs/cgroup/a/b/pids.max": "500", "sys/fs/cgroup/a/pids.max": "20"}, "its control group allows 20 processes and threads (pids.max)"},
		"version 1 in a container":        {map[string]string{"proc/self/cgroup": "8:pids:/docker/x\n0::/", "sys/fs/cgroup/pids/pids.max": "100"}, "its control group allows 100 processes and threads (pids.max)"},
		"no limit":                        {map[string]string{"proc/self/cgroup": "0::/a", "sys/fs/cgroup/a/pids.max": "max"}, ""},
		"another controller's":            {map[string]string{"proc/self/cgroup": "4:memory:/a", "sys/fs/cgroup/pids/a/pids.max": "7"}, ""},
		"nothing can be read":             {nil, ""},
	} {
		if got := ProcessLimit(linuxRoot("amd64", c.files)); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
	user := linuxRoot("amd64", nil)
	user.UserProcesses = func() int64 { return 64 }
	if got := ProcessLimit(user); got != "its user may have 64 processes and threads (ulimit -u)" {
		t.Errorf("a limit of the user: %q", got)
	}
}
