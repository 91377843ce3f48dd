package vers

import (
	"strings"
	"testing"
)

// productOrders are orders as makers of devices could describe them, with versions in ascending order.
var productOrders = []struct {
	order Order
	rungs []string
	not   []string // versions that the order does not know
}{
	{
		Order{Name: "monitor", Forms: []Form{{
			Pattern: "{series}.{major}.{minor}",
			Parts:   []Part{{Name: "series", Kind: Letters}, {Name: "major", Kind: Number}, {Name: "minor", Kind: Number}},
		}}},
		[]string{"A.09.99", "B.06.09", "B.06.18 = b.6.18", "B.07.01", "C.00.01", "Z.1.1", "AA.1.1"},
		[]string{"B.06", "B.06.18a", "B-06-18", "06.18", "B..1"},
	},
	{
		Order{Name: "ultrasound", Forms: []Form{
			{Pattern: "U{build}", Parts: []Part{{Name: "build", Kind: Number}}},
			{Pattern: "{line}U{build}", Parts: []Part{{Name: "line", Kind: Number, Width: 3}, {Name: "build", Kind: Number, Width: 6}}, By: []string{"build"}},
		}},
		[]string{"U9", "U61 = U061", "U62", "U100", "012U000040 = 013U000040", "012U000041"},
		[]string{"12U000040", "012U40", "U", "012U0000400"},
	},
	{
		Order{Name: "pump", Forms: []Form{{
			Pattern: "V{major}.{minor}[ SP{pack}][-{stage}][+{hash}]",
			Parts: []Part{{Name: "major", Kind: Number}, {Name: "minor", Kind: Number}, {Name: "pack", Kind: Number},
				{Name: "stage", Kind: Word, Words: []string{"test", "pilot", "Released"}}, {Name: "hash", Kind: Skipped}},
		}}},
		[]string{"V2.9", "V2.10 = v2.10", "V2.10-test = V2.10-TEST+1a2b", "V2.10-released = V2.10-released+ffff", "V2.10 SP1 = V2.10 sp01+x", "V2.10 SP1-pilot", "V2.10 SP2", "V3.0"},
		[]string{"V2.10 SP", "V2.10-final", "V2.10-pilot SP1"},
	},
	{
		Order{Name: "infusion, dated", Forms: []Form{{
			Pattern: `\[{site}\] {date}/{serial}`,
			Parts:   []Part{{Name: "site", Kind: Letters, Width: 2}, {Name: "date", Kind: Date, Layout: "DD.MM.YYYY"}, {Name: "serial", Kind: Number}},
			By:      []string{"date", "serial"},
		}}},
		[]string{"[DE] 31.12.2022/9", "[FR] 01.02.2023/1", "[DE] 28.02.2023/1 = [FR] 28.02.2023/01", "[DE] 01.03.2023/1", "[DE] 01.03.2023/10"},
		[]string{"[DE] 01.13.2023/1", "[DE] 00.12.2023/1", "[DE] 1.12.2023/1", "[DEU] 01.12.2023/1"},
	},
	{
		Order{Name: "gateway, weeks", Forms: []Form{{
			Pattern: "{week}{letter}",
			Parts:   []Part{{Name: "week", Kind: Date, Layout: "YYWW"}, {Name: "letter", Kind: Letters}},
		}}},
		[]string{"7001a", "9953A", "0001A", "2352Z", "2352AA", "2401A = 2401a"},
		[]string{"2354A", "2400A", "240A", "24011"},
	},
}

func TestProductOrders(t *testing.T) {
	for _, p := range productOrders {
		t.Run(p.order.Name, func(t *testing.T) {
			o := mustCompile(t, p.order)
			checkLadder(t, o, p.rungs)
			for _, v := range p.not {
				_, err := o.Key(v)
				checkError(t, err, ErrSyntax, p.order.Name+` version "`+v+`": version does not follow its scheme`)
			}
		})
	}
}

// Below, at and above each version of each order of a product, as a fixed, a last affected and a first affected version.
func TestBoundariesOfProductOrders(t *testing.T) {
	checks := 0
	for _, p := range productOrders {
		o := mustCompile(t, p.order)
		for at, limit := range p.rungs {
			for version := range strings.SplitSeq(limit, " = ") {
				below := mustEvents(t, o, Event{Introduced: "0"}, Event{Fixed: version})
				upTo := mustEvents(t, o, Event{Introduced: "0"}, Event{LastAffected: version})
				from := mustEvents(t, o, Event{Introduced: version})
				for height, rung := range p.rungs {
					for other := range strings.SplitSeq(rung, " = ") {
						checkContains(t, below, other, height < at)
						checkContains(t, upTo, other, height <= at)
						checkContains(t, from, other, height >= at)
						checks += 3
					}
				}
			}
		}
	}
	t.Logf("%d checks in %d orders", checks, len(productOrders))
}

func TestProductOrderInRanges(t *testing.T) {
	o := mustCompile(t, productOrders[0].order)
	r, err := Constraints(o, ">=B.06.00|<B.06.18|C.01.02")
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]bool{"B.06.17": true, "B.06.18": false, "B.05.99": false, "C.01.02": true, "C.01.03": false} {
		checkContains(t, r, version, want)
	}
	_, err = r.Contains("unknown")
	checkError(t, err, ErrSyntax, `monitor version "unknown": version does not follow its scheme`)
	if got, err := o.Compare("B.07.01", "B.06.18"); got != 1 || err != nil {
		t.Errorf("compare: got %d, %v", got, err)
	}
}

func TestOrdersAreRefused(t *testing.T) {
	number := []Part{{Name: "a", Kind: Number}}
	for _, test := range []struct {
		form Form
		want error
		text string
	}{
		{Form{Pattern: "{a}"}, ErrManyParts, `order "x": pattern "{a}": form has no parts, or more than 8`},
		{Form{Pattern: "{a", Parts: number}, ErrPattern, `order "x": pattern "{a": pattern has a bracket or brace without its partner, brackets in brackets, empty ones or too many`},
		{Form{Pattern: "[{a}", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "{a}]", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "{a}}", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "{a}[]", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "[[{a}]]", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "{a}[.][.][.][.][.][.][.][.][.]", Parts: number}, ErrPattern, ""},
		{Form{Pattern: "{b}", Parts: number}, ErrPart, `order "x": pattern "{b}": part "b": part is not described, or described twice, or not in the pattern once`},
		{Form{Pattern: "{a}.{a}", Parts: number}, ErrPart, ""},
		{Form{Pattern: "1", Parts: number}, ErrPart, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: Number}, {Name: "a", Kind: Number}}}, ErrPart, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: "colour"}}}, ErrKind, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: Word}}}, ErrWords, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: Word, Words: []string{"x", "X"}}}}, ErrWords, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: Date, Layout: "MM.DD"}}}, ErrLayout, ""},
		{Form{Pattern: "{a}", Parts: []Part{{Name: "a", Kind: Date, Layout: "YYYY.YY"}}}, ErrLayout, ""},
		{Form{Pattern: "{a}{b}", Parts: []Part{{Name: "a", Kind: Number}, {Name: "b", Kind: Number}}}, ErrAmbiguous, ""},
		{Form{Pattern: "{a}{b}", Parts: []Part{{Name: "a", Kind: Skipped}, {Name: "b", Kind: Number}}}, ErrAmbiguous, ""},
		{Form{Pattern: "{a}", Parts: number, By: []string{"b"}}, ErrNoSuchPart, ""},
		{Form{Pattern: "{a}", Parts: number, By: []string{"a", "a"}}, ErrNoSuchPart, ""},
	} {
		_, err := Order{Name: "x", Forms: []Form{test.form}}.Compile()
		if err == nil {
			t.Errorf("%s: got no error, want %v", test.form.Pattern, test.want)
			continue
		}
		if test.text == "" {
			test.text = err.Error()
		}
		checkError(t, err, test.want, test.text)
	}
	_, err := Order{Name: "x"}.Compile()
	checkError(t, err, ErrNoForm, `order "x": pattern "": order has no forms, or more than 250`)
}

func mustCompile(t testing.TB, order Order) *Ordered {
	t.Helper()
	o, err := order.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return o
}
