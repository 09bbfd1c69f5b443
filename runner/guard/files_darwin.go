package guard

// keepFilesToOurselves keeps new programs from inheriting descriptors that this
// process has inherited (a shell's "3>lock"). It marks these descriptors
// close-on-exec. os/exec then passes on only the files that a command lists.
func keepFilesToOurselves() { closeListedOnExec("/dev/fd") }
