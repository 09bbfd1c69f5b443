package guard

// keepFilesToOurselves has no program that we start inherit a descriptor that
// we inherited ourselves (a shell's "3>lock"); os/exec hands on only what it
// is told to, once the others close on exec.
func keepFilesToOurselves() { closeListedOnExec("/dev/fd") }
