// Package sitting is one sitting at this machine, from the moment the bench
// process has the journal in its hands to the report beside it: it waits until
// nobody else measures here, looks whether the machine is fit and the model
// files are what was planned, probes the memory before and after, lets the
// scheduler walk the plan while it reads the hardware, and computes digests at
// the end. What it sees it writes into the journal.
//
//	sitting, emit               what a sitting is told, and how it writes facts
//	machinelock                 waits until nobody else measures
//	modelcheck, coldcache,      looks at the files of models before, at a start,
//	digests                     and after
//	observer, observe           watches the hardware
//	standstill                  notices stops, sleep, and a clock that is set
//	probe                       probes the memory
//	measure                     all of it in order
//
// It must not print, read flags or the environment, or know which engines
// there are: the command line hands it what it needs as [Here]. Signals and
// exit codes are not its business either.
package sitting
