package install

// noExec is false, because Windows has no such setting for disks.
func noExec(string) bool { return false }
