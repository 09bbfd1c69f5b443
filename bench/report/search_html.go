package report

import "dragstrip/bench/tuning"

// pageTable has a row for each configuration, for a page.
func (f Found) pageTable() (page htmlTable) {
	t := f.table(true)
	page.Heads = t.heads
	for i, row := range t.rows {
		var cells []htmlCell
		for at, text := range row {
			cells = append(cells, htmlCell{Text: text, Words: !t.right[at], Best: at == 1 && f.Configurations[i].State == tuning.StateWinner})
		}
		page.Rows = append(page.Rows, cells)
	}
	return page
}

// Headlines say what was found in sentences, the first goal first.
func (f Found) Headlines() (sentences []string) {
	for _, g := range f.Goals {
		sentences = append(sentences, g.Headline+".")
	}
	return sentences
}
