package whatif

import (
	"cmp"
	"slices"
	"strings"
)

// Order is an order of answers.
type Order struct {
	Name string // as --sort takes it
	by   func(a, b Answer) int
}

// Orders are the orders of a list. Answers that are equal are ordered by speed.
var Orders = []Order{
	{"speed", func(Answer, Answer) int { return 0 }},
	{"price", func(a, b Answer) int { return cmp.Compare(b.PerThousand(), a.PerThousand()) }},
	{"prompt", func(a, b Answer) int { return cmp.Compare(promptOf(b), promptOf(a)) }},
	{"bandwidth", func(a, b Answer) int { return cmp.Compare(b.GBps, a.GBps) }},
	{"year", func(a, b Answer) int { return cmp.Compare(b.Year(), a.Year()) }},
	{"name", func(a, b Answer) int { return strings.Compare(a.name(), b.name()) }},
}

// promptOf is the speed of prompts by which answers are ordered.
func promptOf(a Answer) float64 {
	if a.PublishedPrompt == nil {
		return a.Prompt.TPS
	}
	return cmp.Or(a.Prompt.TPS, a.PublishedPrompt.TPS)
}

// OrdersOfModels are the orders of many models on one machine. There, price,
// bandwidth and year are the same in all rows.
var OrdersOfModels = slices.DeleteFunc(slices.Clone(Orders), func(o Order) bool {
	return o.Name == "price" || o.Name == "bandwidth" || o.Name == "year"
})

// OrderNames are the names of some orders.
func OrderNames(orders []Order) (names []string) {
	for _, o := range orders {
		names = append(names, o.Name)
	}
	return names
}

// Sort orders answers. Machines with too little memory come last, because nobody
// gets their speed.
func Sort(answers []Answer, order string) {
	at := max(slices.IndexFunc(Orders, func(o Order) bool { return o.Name == order }), 0)
	slices.SortStableFunc(answers, func(a, b Answer) int {
		if a.Fits() != b.Fits() {
			if a.Fits() {
				return -1
			}
			return 1
		}
		return cmp.Or(Orders[at].by(a, b), cmp.Compare(b.TPS(), a.TPS()), strings.Compare(a.name(), b.name()))
	})
}

// name is what tells answers of one list apart.
func (a Answer) name() string { return a.Machine + " " + a.Model.Label() }

// Contains tells whether an answer contains all words, in upper or lower case.
// It looks into the names of the machine and the model, and into the description
// of the chip.
func (a Answer) Contains(words string) bool {
	text := a.name() + " " + a.Backend
	if c := a.Chip; c != nil {
		text += " " + strings.Join([]string{c.Name, c.Vendor, c.Family, c.Kind, c.Memory}, " ")
	}
	text = strings.ToLower(text)
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(words)), func(word string) bool { return !strings.Contains(text, word) })
}

// Fastest is the highest speed of the answers whose models fit. Bars are drawn
// in comparison with it.
func Fastest(answers []Answer) float64 {
	most := 0.0
	for _, a := range answers {
		if a.Fits() {
			most = max(most, a.TPS())
		}
	}
	return most
}
