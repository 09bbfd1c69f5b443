// Package sitting does the work of a bench process, from opening the journal to
// writing the report. It waits until nobody else measures on this machine. It
// checks that the machine is fit and that the model files are those of the
// plan. It probes the memory before and after. Between the probes, the
// scheduler goes through the plan while this package reads the hardware. At the
// end it computes digests. It writes everything that it notices into the
// journal.
//
// It must not print, read flags or the environment, or know which engines there
// are. The package cli gives it what it needs as [Here]. It must not handle
// signals or exit codes either.
//
// # Where things are
//
//	sitting.go      what a bench process gets from the command line, and Sitting itself
//	measure.go      the life of a bench process from first event to report
//	emit.go         writes facts into the journal
//	machinelock.go  waits until nobody else measures on this machine
//	modelcheck.go   checks that model files are those of the plan
//	coldcache.go    warns when a model is read from disk (cold start)
//	digests.go      SHA-256 of the models after the session
//	observer.go     watches hardware while measuring: how often readings are taken, what is doubted (load, throttling)
//	observe.go      checks whether the machine is fit, and passes readings to the scheduler
//	probe.go        measures memory bandwidth before and after; warns of drift
//	standstill.go   notices a stop, sleep, or a change of the clock
package sitting
