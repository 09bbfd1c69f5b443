package guard

// us names nobody: the kernel ends what is in a job object with its last
// holder, so nothing is left behind here.
func us() string { return "" }

// EndLeftBehind has nothing to do.
func EndLeftBehind() {}
