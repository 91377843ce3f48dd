package csaf

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/diag"
)

var update = flag.Bool("update", false, "write the documents under testdata again")

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

// pump is an advisory with most of what there is to say.
func pump() Advisory {
	return Advisory{
		Category: SecurityAdvisory, ID: "EXD-2026-0007", Title: "Overflow in the network service of Pump One", Label: Clear,
		Publisher: Publisher{Category: Vendor, Name: "Example Devices PSIRT", Namespace: "https://www.example.com", ContactDetails: "psirt@example.com"},
		Engine:    Engine{Name: "cordon", Version: "1.0.0"},
		Revisions: []Issue{{"2", day(9), "Version 2.1 of the firmware is available."}, {"1", day(2), "First version."}},
		Products: []Item{
			{ID: "HW", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One", Version: "A", Helper: &Helper{ModelNumbers: []string{"P1-100*"}, SerialNumbers: []string{"7700*"}}},
			{ID: "FW-OLD", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One Firmware", Range: "vers:generic/>=1.0|<2.1"},
			{ID: "FW-NEW", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One Firmware", Version: "2.1", Helper: &Helper{
				CPE: "cpe:2.3:o:example:pump_one_firmware:2.1:*:*:*:*:*:*:*", PURLs: []string{"pkg:generic/example/pump-one-firmware@2.1?arch=arm", "pkg:generic/example/pump-one-firmware@2.1?arch=arm64"},
				Hashes: []Hashes{{Filename: "pump-2.1.bin", FileHashes: []FileHash{{"sha256", strings.Repeat("0a", 32)}}}},
			}},
			{ID: "OLD-ON-HW", Name: "Pump One with firmware before 2.1", Part: "FW-OLD", Whole: "HW"},
			{ID: "NEW-ON-HW", Name: "Pump One with firmware 2.1", Part: "FW-NEW", Whole: "HW"},
			{ID: "STATION", Name: "Example Devices Central Station 5.0"},
		},
		Notes: []Note{
			{Category: Summary, Title: "Summary", Text: "A device on the same network can stop the pump."},
			{Category: Description, Title: "Product Description", Text: "A pump for infusions.", ProductIDs: []ProductID{"HW"}},
		},
		References: []Reference{{Category: Self, Summary: "This advisory", URL: "https://www.example.com/csaf/2026/exd-2026-0007.json"}},
		Vulnerabilities: []Entry{
			{
				CVE: "CVE-2026-10001", Title: "Overflow in the network service", Weaknesses: []string{"CWE-787", "CWE-20"}, Published: day(2), Discovered: day(1),
				Statements: []Statement{
					{Products: []ProductID{"OLD-ON-HW", "FW-OLD"}, Status: KnownAffected},
					{Products: []ProductID{"NEW-ON-HW", "FW-NEW"}, Status: Fixed},
					{Products: []ProductID{"FW-NEW"}, Status: FirstFixed},
					{Products: []ProductID{"NEW-ON-HW"}, Status: Recommended},
					{Products: []ProductID{"STATION"}, Status: KnownNotAffected, Justification: ComponentNotPresent, Impact: "The station has no such service."},
				},
				Ratings: []Rated{
					{Vector: "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H"},
					{Vector: "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:H/SC:N/SI:N/SA:H"},
					{Vector: "AV:A/AC:L/Au:N/C:N/I:P/A:C", Products: []ProductID{"FW-OLD"}, Source: "https://www.example.org/advisory"},
				},
				Exploited:    []Exploited{{When: day(3), Reported: day(4)}},
				Remediations: []Remediation{{Category: VendorFix, Details: "Install version 2.1.", URL: "https://www.example.com/pump/2.1", RestartRequired: &Restart{Category: "machine"}}},
				Threats:      []Threat{{Category: ExploitStatus, Details: "Seen once, in a laboratory.", Date: MomentOf(day(4)), ProductIDs: []ProductID{"FW-OLD"}}},
				Notes:        []Note{{Category: Description, Title: "Vulnerability", Text: "A long name overflows a buffer."}},
				References:   []Reference{{Summary: "Record of CVE-2026-10001", URL: "https://www.cve.org/CVERecord?id=CVE-2026-10001"}},
			},
			{
				IDs: []ID{{SystemName: "Example tracker", Text: "EXD-4711"}}, Title: "Service menu without password", Weaknesses: []string{"CWE-306"}, Published: day(2),
				Statements:   []Statement{{Products: []ProductID{"OLD-ON-HW", "NEW-ON-HW"}, Status: KnownAffected}, {Products: []ProductID{"STATION"}, Status: Unknown}},
				Ratings:      []Rated{{Vector: "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H"}},
				Remediations: []Remediation{{Category: Mitigation, Details: "Keep the pump in sight."}, {Category: FixPlanned, Details: "Planned for version 2.2."}},
				Notes:        []Note{{Category: Description, Text: "The menu opens with a key sequence."}},
			},
		},
	}
}

func compose(t testing.TB, a Advisory, v Version) (*Document, []string) {
	t.Helper()
	d, losses, err := Compose(a, v)
	if err != nil {
		t.Fatal(err)
	}
	return d, losses
}

func written(t testing.TB, d *Document) []byte {
	t.Helper()
	out, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCompose(t *testing.T) {
	for version, want := range map[Version][]string{
		V20: {
			`the note "Product Description" does not name its products`,
			`the product "FW-NEW" has one package URL of 2`,
			"CVE-2026-10001: CWE-20, which is not its first weakness",
			"CVE-2026-10001: the vector CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:H/SC:N/SI:N/SA:H",
			"CVE-2026-10001: the source https://www.example.org/advisory of a vector",
			"CVE-2026-10001: its exploitation on 2026-03-03",
			"Service menu without password: the status unknown of STATION",
			"Service menu without password: a remediation fix_planned is written as none_available",
		},
		V21: nil,
	} {
		d, losses := compose(t, pump(), version)
		if diff := cmp.Diff(want, losses); diff != "" {
			t.Errorf("%s (-want +got):\n%s", version, diff)
		}
		got := written(t, d)
		file := filepath.Join("testdata", "pump-"+string(version)+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(golden), string(got)); diff != "" {
			t.Errorf("%s; go test -update writes it (-want +got):\n%s", file, diff)
		}
		for _, f := range Validate(d) {
			t.Errorf("%s: %v", version, f)
		}
		var ds diag.List
		back := Read(file, got, &ds)
		if ds.Len() > 0 {
			t.Errorf("%v", ds.Sorted())
		}
		if diff := cmp.Diff(d, back, sameDocument); diff != "" {
			t.Errorf("%s, read again (-want +got):\n%s", version, diff)
		}
	}
}

var sameDocument = cmp.Options{cmpopts.IgnoreUnexported(Document{}), cmpopts.EquateEmpty(), cmp.FilterPath(func(p cmp.Path) bool {
	f, ok := p.Last().(cmp.StructField)
	return ok && f.Name() == "_"
}, cmp.Ignore())}

func TestComposeVEX(t *testing.T) {
	a := pump()
	a.Category = VEX
	a.Label = AmberStrict
	a.Sharing = "Hospitals only."
	a.Vulnerabilities = a.Vulnerabilities[:1]
	for _, version := range []Version{V20, V21} {
		d, _ := compose(t, a, version)
		for _, f := range Validate(d) {
			t.Errorf("%s: %v", version, f)
		}
		want := &Distribution{Text: "Hospitals only.", TLP: &TLP{Label: AmberStrict}}
		if version == V20 {
			want = &Distribution{Text: "TLP:AMBER+STRICT. Hospitals only.", TLP: &TLP{Label: Amber}}
		}
		if diff := cmp.Diff(want, d.Document.Distribution, sameDocument); diff != "" {
			t.Errorf("%s (-want +got):\n%s", version, diff)
		}
	}
}

func TestComposeSaysAllMistakes(t *testing.T) {
	a := pump()
	a.Products = append(a.Products, Item{ID: "HW", Part: "NONE", Whole: "HW"})
	e := &a.Vulnerabilities[0]
	e.Weaknesses = []string{"CWE-999999"}
	e.Ratings = []Rated{{Vector: "CVSS:3.1/AV:N"}, {Vector: "AV:N"}, {Vector: "CVSS:5.0/AV:N"}}
	e.Statements = append(e.Statements, Statement{Products: []ProductID{"GONE"}, Status: "broken"})
	e.Remediations = []Remediation{{Category: VendorFix, Details: "x", ProductIDs: []ProductID{"LOST"}}}
	_, _, err := Compose(a, V21)
	want := `compose advisory EXD-2026-0007: the product "HW" is there twice
there is no product "NONE"
CVE-2026-10001: "CWE-999999" is no weakness of CWE
CVE-2026-10001: there is no product "GONE"
CVE-2026-10001: "broken" is no status of products
CVE-2026-10001: "CVSS:3.1/AV:N" gives no score: it has no AC
CVE-2026-10001: "AV:N" gives no score: it has no AC
CVE-2026-10001: "CVSS:5.0/AV:N" is no vector of CVSS 2.0, 3.0, 3.1 or 4.0
CVE-2026-10001: there is no product "LOST"`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if _, _, err := Compose(Advisory{ID: "x"}, V21); !errors.Is(err, errNoRevision) {
		t.Error(err)
	}
	if _, _, err := Compose(pump(), "3.0"); err == nil || err.Error() != `compose advisory EXD-2026-0007: there is no version "3.0" of CSAF that is written` {
		t.Error(err)
	}
}

// The order in which products and statements are given does not matter, and nothing changes from run to run.
func TestComposeIsDeterministic(t *testing.T) {
	for _, version := range []Version{V20, V21} {
		d, _ := compose(t, pump(), version)
		want := written(t, d)
		for range 20 {
			a := pump()
			slices.Reverse(a.Products)
			slices.Reverse(a.Revisions)
			slices.SortFunc(a.Products, func(x, y Item) int { return strings.Compare(string(x.Part), string(y.Part)) })
			again, _ := compose(t, a, version)
			if got := written(t, again); !bytes.Equal(got, want) {
				t.Fatalf("%s (-want +got):\n%s", version, cmp.Diff(string(want), string(got)))
			}
		}
	}
}

// The standard wants the members of objects in the order of the alphabet (section on sorting).
func TestMembersAreSorted(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || typ.PkgPath() != reflect.TypeFor[Document]().PkgPath() {
			return
		}
		seen[typ] = true
		keys := shapeOf(typ).keys
		if !slices.IsSorted(keys) {
			t.Errorf("%s: %v", typ, keys)
		}
		for i := range typ.NumField() {
			if typ.Field(i).Tag.Get("json") != "" {
				look(typ.Field(i).Type)
			}
		}
	}
	look(reflect.TypeFor[Document]())
	if len(seen) < 35 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

func TestFileName(t *testing.T) {
	for id, want := range map[string]string{
		"cisco-sa-20190513-secureboot": "cisco-sa-20190513-secureboot.json", "Example Company - 2019-YH3234": "example_company_-_2019-yh3234.json", "RHBA-2019:0024": "rhba-2019_0024.json",
		"2022_#01-A": "2022_01-a.json", "Ä+é": "_+_.json", "": ".json", "../../etc/passwd": "_etc_passwd.json",
	} {
		if got := FileName(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

// patch changes a document by lines: "set POINTER JSON" and "cut POINTER". A pointer that ends with /- adds to a list.
func patch(t testing.TB, src []byte, lines []string) []byte {
	t.Helper()
	var doc any
	if err := json.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		verb, rest, _ := strings.Cut(line, " ")
		pointer, text, _ := strings.Cut(rest, " ")
		var v any
		if verb == "set" {
			if err := json.Unmarshal([]byte(text), &v); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
		var err error
		if doc, err = change(doc, steps, verb, v); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	out, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func change(doc any, steps []string, verb string, v any) (any, error) {
	step := steps[0]
	switch x := doc.(type) {
	case map[string]any:
		switch {
		case len(steps) == 1 && verb == "set":
			x[step] = v
		case len(steps) == 1:
			if _, ok := x[step]; !ok {
				return nil, fmt.Errorf("there is no %s", step)
			}
			delete(x, step)
		default:
			below, err := change(x[step], steps[1:], verb, v)
			if err != nil {
				return nil, err
			}
			x[step] = below
		}
		return x, nil
	case []any:
		if step == "-" {
			return append(x, v), nil
		}
		var i int
		if _, err := fmt.Sscan(step, &i); err != nil || i >= len(x) {
			return nil, fmt.Errorf("there is no item %s", step)
		}
		switch {
		case len(steps) > 1:
			below, err := change(x[i], steps[1:], verb, v)
			x[i] = below
			return x, err
		case verb == "set":
			x[i] = v
			return x, nil
		}
		return slices.Delete(x, i, i+1), nil
	}
	return nil, fmt.Errorf("%s is in nothing", step)
}
