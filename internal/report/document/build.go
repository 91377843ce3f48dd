package document

// Columns are columns with heads and nothing else.
func Columns(heads ...string) []Column {
	out := make([]Column, len(heads))
	for i, h := range heads {
		out[i] = Column{Head: h}
	}
	return out
}

// TextCells is a row of plain texts.
func TextCells(texts ...string) []Cell {
	out := make([]Cell, len(texts))
	for i, s := range texts {
		out[i] = TextCell(s)
	}
	return out
}
