package guard

// us names no owner. On Windows nothing is left behind, because the kernel ends
// everything in a job object when the last handle closes.
func us() string { return "" }

// EndLeftBehind has nothing to do.
func EndLeftBehind() {}
