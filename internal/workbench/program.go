package workbench

// ByProgram is the program itself at work for an organisation: summaries, feeds, retention. It is made here only, never from a request.
func ByProgram() Actor { return Actor{Name: "Cordon", program: true} }
