package guard

// keepFilesToOurselves keeps programs we start from inheriting descriptors that
// we inherited ourselves (a shell's "3>lock"). It marks them close-on-exec;
// os/exec then passes on only the files it is given.
func keepFilesToOurselves() { closeListedOnExec("/dev/fd") }
