package knowledge

import "fmt"

// costClasses are the classes of content/FORMAT.md, per element.
var costClasses = [5]string{"none", "up to 100 euro", "up to 1,000 euro", "up to 10,000 euro", "above 10,000 euro"}

// Says is the cost of one element in words.
func (c Cost) Says() []string {
	return []string{"once: " + costClasses[c.OneOff], "yearly: " + costClasses[c.Yearly]}
}

// burdens are the steps 1 to 4 of content/FORMAT.md.
var burdens = []struct {
	of    func(*Burden) int
	name  string
	steps [4]string
}{
	{func(b *Burden) int { return b.Latency }, "delay", [4]string{"under 0.1 s", "under 1 s", "under 10 s", "longer than 10 s"}},
	{func(b *Burden) int { return b.Availability }, "stops the function", [4]string{"less than yearly", "yearly", "monthly", "weekly"}},
	{func(b *Burden) int { return b.TaskTime }, "time per clinical task", [4]string{"under 2 s", "under 10 s", "under 1 min", "longer than 1 min"}},
	{func(b *Burden) int { return b.Emergency }, "delay of emergency access", [4]string{"under 10 s", "under 1 min", "under 10 min", "shut out"}},
	{func(b *Burden) int { return b.Battery }, "running time on battery", [4]string{"less by under 1 %", "less by under 5 %", "less by under 20 %", "less by more than 20 %"}},
	{func(b *Burden) int { return b.Interoperability }, "interoperability", [4]string{"one product to adapt", "some products to adapt", "most products to adapt", "own products only"}},
	{func(b *Burden) int { return b.Maintenance }, "maintenance per year", [4]string{"an hour", "a day", "a week", "more than a week"}},
	{func(b *Burden) int { return b.Revalidation }, "to repeat", [4]string{"software test", "system test", "usability or performance study", "clinical investigation"}},
	{func(b *Burden) int { return b.Accessibility }, "users", [4]string{"some need help once", "some need help often", "some are shut out", "many are shut out"}},
}

// Heaviest is the highest of the burdens.
func (b *Burden) Heaviest() int {
	most := 0
	for _, x := range burdens {
		most = max(most, x.of(b))
	}
	return most
}

// BurdenSays is what a control asks of care, in words; one line where it asks nothing, with the reason.
func (c *Control) BurdenSays() []string {
	var out []string
	for _, b := range burdens {
		if step := b.of(&c.Burden); step > 0 {
			out = append(out, fmt.Sprintf("%s: %s", b.name, b.steps[step-1]))
		}
	}
	if len(out) == 0 {
		out = append(out, "none")
		if c.NoBurden != "" {
			out[0] = "none: " + c.NoBurden
		}
	}
	return out
}
