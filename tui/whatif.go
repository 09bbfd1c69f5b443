package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/widget"
)

// whatIfScreen says how fast a model would be on other machines. If the user
// turns the question round, it says which models fit a machine, and how fast
// they are there.
type whatIfScreen struct {
	*desk
	model  bench.Model // the model of the question; its name is "" if nothing was chosen yet
	shape  string      // the name of the model's shape, if no file of it is here
	marked string      // the model that was marked first in Models when this screen was last opened

	machine  string // the machine of the question, if the question is turned round
	asked    int    // number of the last question
	waiting  bool   // the answer to the last question has not come yet
	problem  string
	machines whatif.Machines
	fitting  []whatif.Answer // what fits the machine
	fastest  float64         // the longest bar stands for this speed

	listed []whatif.Answer // the answers of the rows
	table  widget.Table
	order  string // the name of the order; "" for the first one
	filter filter
	before string          // the filter of the machines, while the question is turned round
	marks  map[string]bool // chips, by name
	kept   keptFacts
}

// keptFacts are the facts of a row as they were drawn last.
type keptFacts struct {
	row, width int
	lines      []string
}

func newWhatIfScreen(d *desk) *whatIfScreen {
	return &whatIfScreen{desk: d, filter: newFilter(), marks: map[string]bool{}}
}

func (s *whatIfScreen) typing() bool { return s.filter.on }

// turned tells whether the question is "Which models fit a machine?".
func (s *whatIfScreen) turned() bool { return s.machine != "" }

// columns are the columns of the list that is shown.
func (s *whatIfScreen) columns() []whatif.Column {
	if s.turned() {
		return whatif.ModelColumns
	}
	return whatif.MachineColumns
}

// orders are the orders of the list that is shown.
func (s *whatIfScreen) orders() []whatif.Order {
	if s.turned() {
		return whatif.OrdersOfModels
	}
	return whatif.Orders
}

// ordered is the present order. An order that the list does not have is the
// first one.
func (s *whatIfScreen) ordered() string {
	return s.orders()[s.orderAt()].Name
}

// orderAt is where the present order stands in the orders of the list.
func (s *whatIfScreen) orderAt() int {
	return max(slices.IndexFunc(s.orders(), func(o whatif.Order) bool { return o.Name == s.order }), 0)
}

// answers are all answers of the question that is asked.
func (s *whatIfScreen) answers() []whatif.Answer {
	if s.turned() {
		return s.fitting
	}
	return s.machines.Answers
}

func (s *whatIfScreen) selected() (whatif.Answer, bool) {
	if s.table.Cursor < len(s.listed) {
		return s.listed[s.table.Cursor], true
	}
	return whatif.Answer{}, false
}

// markedChips are the marked chips in the order of the list.
func (s *whatIfScreen) markedChips() (names []string) {
	for _, a := range s.machines.Answers {
		if !a.Here && s.marks[a.Machine] {
			names = append(names, a.Machine)
		}
	}
	return names
}

func (s *whatIfScreen) command() string {
	switch {
	case s.machine == whatif.ThisMachine:
		return "dragstrip predict --fits here"
	case s.turned():
		return "dragstrip predict --fits " + s.Quoted(s.machine)
	case s.model.Name == "":
		return ""
	}
	command := "dragstrip predict " + s.Quoted(s.modelWord())
	if marked := s.markedChips(); len(marked) > 0 {
		command += " --on " + s.Quoted(strings.Join(marked, ","))
	}
	return command
}

// modelWord names the model as the command line takes it.
func (s *whatIfScreen) modelWord() string {
	if s.shape != "" {
		return s.shape + ":" + strings.ToLower(s.model.Quant)
	}
	return s.model.Path
}
