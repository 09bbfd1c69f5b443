package former

import (
	"slices"
	"strings"
)

// Name is the former name of dragstrip.
const Name = "dyno"

const (
	formerPrefix  = "DYNO_"
	presentPrefix = "DRAGSTRIP_"

	// HomeVariable is the former name of the variable for one folder that holds
	// everything. dragstrip still reads it.
	HomeVariable = formerPrefix + "HOME"
)

// variables holds the names of environment variables that the former program
// read, without the beginning that is the same for all. They belong to its
// flags and to the machine's lock. Other programs are called dyno, too, and
// have variables of their own.
var variables = strings.Fields(`
	ADD AGAINST ALL ANYWAY ASCII B BEFORE C CHECK COOL_DOWN CPU_STRICT CTK CTV D DELAY DEMO DEPTH DETACH DEV DEVICE DIO
	DROP DRY_RUN EMBD ENGINE FA FAIL_IF FORGET FORMAT GPU HOST_NAME INCLUDE_SUSPECT JSON LIKE LM M MACHINE_LOCK MARKDOWN
	MAX_TIME MG MMP MODEL MODEL_FOLDERS MOUSE N NCMOE NGL NKVO NO_COLOR NO_HASH NO_PROBE NO_SENTINEL NO_TICKS NO_WARMUP
	NOHOST NOPO NOTE NUMA O ORDER OT P PG PLAIN POLL PRECISION PREFIX PRIO R REMOVE REPACK RESUME RETRY_FAILED ROUNDS
	SCALES SEED SESSION SETUP SIZE SM T TS UB UPGRADE UTF8 WAY WITH YES`)

// Variable is a variable that is set only under its former name.
type Variable struct{ Former, Present string }

// Variables gives the variables of an environment ("name=value") that the
// former program read and the present one does not.
func Variables(environ []string) []Variable {
	set := map[string]bool{}
	for _, one := range environ {
		name, value, _ := strings.Cut(one, "=")
		set[name] = value != ""
	}
	var out []Variable
	for _, end := range variables {
		if v := (Variable{formerPrefix + end, presentPrefix + end}); set[v.Former] && !set[v.Present] {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b Variable) int { return strings.Compare(a.Former, b.Former) })
	return out
}
