// Package predict says what a model would do on a machine. So far it says how
// long a plan will take ([Durations]); what speed to expect comes later.
//
// It must not know where its figures come from: it is arithmetic on what it
// is given.
package predict
