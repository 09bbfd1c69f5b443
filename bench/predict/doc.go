// Package predict says what a model would do on a machine, with an interval:
// from bytes read per token, the memory's bandwidth and what the machine has
// already shown. It is empty so far.
//
// It must not know where its figures come from.
package predict
