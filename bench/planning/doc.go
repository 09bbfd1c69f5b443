// Package planning turns wishes into plans: lists of lengths into tests, the
// values of a sweep into jobs, the number of rounds where it was left open,
// what a plan takes, and the plan of an earlier session for the models and
// engine builds of this machine.
//
//	wishes, mistake, check      what is wanted, and why it cannot be meant
//	tests, sweep, rounds        lists into tests, parameters, rounds
//	jobs, names, sequences      the plan: its jobs, their models' names, their order
//	estimate                    what it takes
//	again, again_*              a plan measured again: builds, models, their files
//
// A wish is named in messages as the flag of `dragstrip run` is, which the
// fields of the Plan screen are called after, too.
//
// It must not look at the disk, the machine or an engine, and know no engine by
// its name: what has to be looked up comes in as functions.
package planning
