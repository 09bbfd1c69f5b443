// Package sitting is one sitting at this machine, from the moment the bench
// process has the journal in its hands to the report beside it: it waits until
// nobody else measures here, looks whether the machine is fit and the model
// files are what was planned, probes the memory before and after, lets the
// scheduler walk the plan while it reads the hardware, and computes digests at
// the end. What it sees it writes into the journal.
//
// It must not print, read flags or the environment, or know which engines
// there are: the command line hands it what it needs as [Here]. Signals and
// exit codes are not its business either.
//
// # Where things are
//
//	sitting.go      what a bench process is told, and Sitting itself
//	measure.go      the life of a bench process from first event to report
//	emit.go         writes facts into the journal
//	machinelock.go  waits until nobody else measures on this machine
//	modelcheck.go   checks that model files are those of the plan
//	coldcache.go    warns when a model is read from disk (cold start)
//	digests.go      SHA-256 of the models after the session
//	observer.go     watches hardware while measuring: how often readings are taken, what is doubted (load, throttling)
//	observe.go      looks whether the machine is fit, and passes readings to the scheduler
//	probe.go        measures memory bandwidth before and after; warns of drift
//	standstill.go   notices a stop, sleep, or a change of the clock
package sitting
