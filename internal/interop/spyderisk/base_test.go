package spyderisk

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// tables are the tables in a folder, as files that a test may change.
func tables(t testing.TB, folder string) fstest.MapFS {
	t.Helper()
	dir := os.DirFS(folder)
	names, err := fs.Glob(dir, "*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("%s holds no tables (%v)", folder, err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

func smallBase(t testing.TB) fstest.MapFS { return tables(t, "testdata/base") }

// edit replaces the last occurrence of a text in a table.
func edit(t testing.TB, files fstest.MapFS, table, old, new string) {
	t.Helper()
	data := string(files[table+".csv"].Data)
	i := strings.LastIndex(data, old)
	if i < 0 {
		t.Fatalf("%s.csv does not contain %q", table, old)
	}
	files[table+".csv"] = &fstest.MapFile{Data: []byte(data[:i] + new + data[i+len(old):])}
}

func texts(ds *diag.List) []string {
	out := []string{}
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

func readSmallBase(t testing.TB) *Base {
	t.Helper()
	var ds diag.List
	b := ReadBase(smallBase(t), "base", &ds)
	if b == nil {
		t.Fatalf("testdata/base: %s", strings.Join(texts(&ds), "\n"))
	}
	return b
}

// TestReadBase reads the small base and looks at what each table brings.
func TestReadBase(t *testing.T) {
	b := readSmallBase(t)
	got := map[string]any{
		"name":        b.Name + " in " + b.Graph,
		"feature":     b.Features["PopulationModel"],
		"package":     *b.Packages[0],
		"class":       [4]any{b.Class("DataCopy").Label, b.Class("DataCopy").Assertable, b.Class("DataCopy").Constructed, len(b.Class("DataCopy").Parents)},
		"relation":    [3]string{b.Relation("copyOf").Domains[0].ID, b.Relation("copyOf").Ranges[0].ID, b.Relation("copyOf").Ranges[1].ID},
		"role":        b.Role("Copy").Classes[0].ID,
		"root":        [4]any{b.Root("R-DD").Nodes[0].Role.ID, b.Root("R-DD").Nodes[0].Key, b.Root("R-DD").Nodes[1].Class.ID, b.Root("R-DD").Links[0].Relation.ID},
		"pattern":     [4]any{b.Pattern("MP-DDC").Root.ID, b.Pattern("MP-DDC").Nodes[0].Role.ID, b.Pattern("MP-DDC").Nodes[0].Mandatory, b.Pattern("MP-DDC").Links[1].To.ID},
		"distinct":    [2]any{b.Pattern("MP-DDC").Distinct[0].ID, len(b.Pattern("MP-DDC").Distinct[0].Nodes)},
		"rule":        [5]any{b.Rule("CP-DD+C").Priority, b.Rule("CP-DD+C").Pattern.ID, len(b.Rule("CP-DD+C").Links), b.Rule("CP-DD+C").Nodes[0].Role.ID, b.Rule("CP-DD+C").Nodes[0].DisplayedAt.Role.ID},
		"includes":    [2]string{b.Rule("CP-DD+C").Nodes[0].Includes[0].Role.ID, b.Rule("CP-DD+C").Nodes[0].Includes[1].Role.ID},
		"impact":      [2]any{b.Class("Data").DefaultImpacts[0].Misbehaviour.ID, b.Class("Data").DefaultImpacts[0].Level},
		"trust":       [3]any{b.Class("Device").DefaultTrust[0].Attribute.ID, b.Class("Device").DefaultTrust[0].Level, b.Class("Device").DefaultTrust[0].Independent},
		"setting":     [3]any{b.Class("Device").ControlSettings[0].Control.ID, b.Class("Device").ControlSettings[0].Assertable, b.Class("Device").ControlSettings[0].Level},
		"twis":        [2]string{b.Impacts[1].Misbehaviour.ID, b.Impacts[1].Attribute.ID},
		"control":     [3]any{b.Control("Patching").Cost, b.Control("Signing").Performance, b.Control("Signing").Locations[0].ID},
		"threat":      [5]any{b.Threat("DC.I.DDC.2").Category.ID, b.Threat("DC.I.DDC.2").Secondary, b.Threat("DC.I.DDC.2").Frequency, b.Threat("DC.I.DDC.2").Threatens.ID, b.Threat("DC.I.DDC.2").Pattern.ID},
		"causes":      [2]string{b.Threat("D.T.DD.1").EntryPoints[0].Attribute.ID, b.Threat("DC.I.DDC.2").Conditions[0].Misbehaviour.ID},
		"effects":     [2]string{b.Threat("DC.I.DDC.2").Effects[0].Misbehaviour.ID, b.Threat("DC.I.DDC.2").Effects[0].Role.ID},
		"strategy":    [5]any{b.Strategy("CSG-PatchAndSign").Effect, b.Strategy("CSG-PatchAndSign").Current, len(b.Strategy("CSG-PatchAndSign").Controls), b.Threat("DC.I.DDC.2").BlockedBy[0].ID, b.Threat("D.I.DDC.3").TriggeredBy[0].ID},
		"compliance":  b.Compliance[0].Threats[0].ID,
		"risk":        b.RiskTable,
		"scale tops":  [7]int{b.Likelihood.Top(), b.Impact.Top(), b.Trust.Top(), b.Risk.Top(), b.Population.Top(), b.Cost.Top(), b.Performance.Top()},
		"level":       b.Likelihood.Levels[1],
		"empty lists": [3]int{len(b.Inhibited), len(b.OldNames), len(b.Control("Patching").Parents)},
	}
	want := map[string]any{
		"name":        "SMALL in http://example.org/domain-small",
		"feature":     true,
		"package":     Package{ID: "Core", Label: "Core", Comment: "A small base for tests.", PresentedAs: "Core"},
		"class":       [4]any{"Copy", false, true, 0},
		"relation":    [3]string{"DataCopy", "Data", "Device"},
		"role":        "DataCopy",
		"root":        [4]any{"Data", true, "Device", "stores"},
		"pattern":     [4]any{"R-DD", "Copy", true, "Device"},
		"distinct":    [2]any{"DNG-DDC-0", 2},
		"rule":        [5]any{1010, "MP-DD", 2, "Copy", "Data"},
		"includes":    [2]string{"Data", "Device"},
		"impact":      [2]any{"LossOfIntegrity", 3},
		"trust":       [3]any{"Upkeep", 3, true},
		"setting":     [3]any{"Patching", true, 5},
		"twis":        [2]string{"LossOfControl", "Upkeep"},
		"control":     [3]any{1, 1, "DataCopy"},
		"threat":      [5]any{"Category-Attack", true, 5, "Copy", "MP-DDC"},
		"causes":      [2]string{"Upkeep", "LossOfControl"},
		"effects":     [2]string{"LossOfIntegrity", "Copy"},
		"strategy":    [5]any{3, false, 2, "CSG-PatchAndSign", "CSG-PatchAndSign"},
		"compliance":  "DC.I.DDC.2",
		"risk":        [][]int{{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 1}, {0, 0, 0, 1, 1, 2}, {0, 0, 1, 2, 3, 3}, {0, 1, 2, 3, 4, 4}, {0, 1, 2, 3, 4, 4}},
		"scale tops":  [7]int{5, 5, 5, 4, 4, 4, 4},
		"level":       Level{Value: 1, ID: "LikelihoodVeryLow", Label: "Very Low"},
		"empty lists": [3]int{0, 0, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the small base (-want +got):\n%s", diff)
	}
}

// TestBaseDiagnostics spoils the small base in one place and shows what the user reads.
func TestBaseDiagnostics(t *testing.T) {
	for _, tt := range []struct {
		name     string
		table    string
		old, new string // the last occurrence is replaced: the first one can be in the type sample
		want     []string
	}{
		{"a name that nothing defines", "ThreatEffects", "package#Core,domain#D.T.DD.1", "package#Core,domain#D.T.DD.7",
			[]string{"base/ThreatEffects.csv:3:14: C704: URI is D.T.DD.7, which Threat does not define\n    hint: the name must stand in Threat.csv"}},
		{"a part of a composite name", "ThreatEffects", "Core,domain#D.T.DD.1,domain#MS-LossOfControl-Device", "Core,domain#D.T.DD.1,domain#MS-LossOfCtrl-Device",
			[]string{"base/ThreatEffects.csv:3:30: C704: causesMisbehaviour is MS-LossOfCtrl-Device, which names nothing\n    hint: both parts must stand in Misbehaviour.csv and Role.csv"}},
		{"another composite name", "ThreatEntryPoints", "Core,domain#D.T.DD.1,domain#TWAS-", "Core,domain#D.T.DD.1,domain#CS-",
			[]string{"base/ThreatEntryPoints.csv:3:30: C706: hasEntryPoint is CS-Upkeep-Device; it must begin with TWAS-\n    hint: the form is TWAS-…-…"}},
		{"a role outside the pattern", "ThreatEffects", "Core,domain#D.T.DD.1,domain#MS-LossOfControl-Device", "Core,domain#D.T.DD.1,domain#MS-LossOfControl-Copy",
			[]string{"base/ThreatEffects.csv:3:30: C704: the role Copy is not a node of the pattern MP-DD\n    hint: use a role that is a node of the pattern"}},
		{"a link that cannot be read", "RootPatternLinks", "Core,domain#R-DD,domain#Link-Device-stores", "Core,domain#R-DD,domain#Link-Device-stored",
			[]string{"base/RootPatternLinks.csv:3:26: C704: hasLink is Link-Device-stored-Data, which can be read in 0 ways\n    hint: the roles must stand in Role.csv, the relation in ObjectProperty.csv"}},
		{"a level that is not on the scale", "MADefaultSetting", "Core,domain#MADS-LossOfIntegrity-Data,domain#Data,domain#LossOfIntegrity,domain#ImpactLevelMedium", "Core,domain#MADS-LossOfIntegrity-Data,domain#Data,domain#LossOfIntegrity,domain#LikelihoodHigh",
			[]string{"base/MADefaultSetting.csv:4:82: C704: hasLevel is LikelihoodHigh, which ImpactLevel does not define\n    hint: the name must stand in ImpactLevel.csv"}},
		{"a missing prefix", "Threat", "package#Core,domain#D.T.DD.1,D.T.DD.1,domain#Category-Attack", "package#Core,domain#D.T.DD.1,D.T.DD.1,Category-Attack",
			[]string{`base/Threat.csv:3:39: C706: hasCategory is "Category-Attack"; it must be a name that begins with domain#` + "\n    hint: write domain#NAME"}},
		{"a name with a sign of the engine's", "Control", "domain#Signing", "domain#Sign@ing",
			[]string{`base/Control.csv:4:14: C706: URI is "domain#Sign@ing"; the engine joins names to assets with # and @, so that no name can hold them` + "\n    hint: leave # and @ out of the name"}},
		{"the same name twice", "Control", "domain#Signing", "domain#Patching",
			[]string{"base/Control.csv:4:14: C705: Patching is defined twice in Control\n    hint: remove one of the rows"}},
		{"the same setting twice", "CASetting", "CAS-Signing-DataCopy,domain#DataCopy,domain#Signing", "CAS-Signing-DataCopy,domain#Device,domain#Patching",
			[]string{"base/CASetting.csv:4:14: C705: domain#CAS-Signing-DataCopy is set twice for the class Device\n    hint: remove one of the rows"}},
		{"a role twice in a pattern", "RootPatternNodes", "Node-Device-Device,TRUE\r\n", "Node-Device-Device,TRUE\r\npackage#Core,domain#R-DD,domain#Node-Device-Data,TRUE\r\n",
			[]string{"base/RootPatternNodes.csv:5:26: C705: the role Device occurs twice in R-DD\n    hint: a role occurs once in a pattern"}},
		{"no boolean", "MatchingPatternNodes", "package#Core,domain#MP-DDC,domain#Node-Copy-DataCopy,TRUE", "package#Core,domain#MP-DDC,domain#Node-Copy-DataCopy,yes",
			[]string{`base/MatchingPatternNodes.csv:3:54: C706: mandatoryNode is "yes"; it must be TRUE or FALSE` + "\n    hint: write TRUE or FALSE"}},
		{"no number", "ConstructionPattern", "1010,domain#CP-DD+C", "-1,domain#CP-DD+C",
			[]string{`base/ConstructionPattern.csv:3:1: C706: hasPriority is "-1"; it must be a whole number` + "\n    hint: write a whole number, 0 or more"}},
		{"a hole in a scale", "PopulationLevel", "3,domain#PopLevelHigh", "7,domain#PopLevelHigh",
			[]string{"base/PopulationLevel.csv: C706: the scale PopulationLevel has no level 3\n    hint: number the levels 0, 1, 2 and so on"}},
		{"two levels with one value", "PopulationLevel", "3,domain#PopLevelHigh", "2,domain#PopLevelHigh",
			[]string{"base/PopulationLevel.csv: C706: the scale PopulationLevel has no level 3\n    hint: number the levels 0, 1, 2 and so on", "base/PopulationLevel.csv:6:1: C705: the value 2 is given twice\n    hint: each level has a value of its own"}},
		{"the risk table contradicts itself", "RiskLookupTable", "5,5,package#Core,domain#ImpactLevelVeryHigh,domain#LikelihoodVeryHigh,domain#RiskLevelVeryHigh,4", "5,5,package#Core,domain#ImpactLevelVeryHigh,domain#LikelihoodVeryHigh,domain#RiskLevelVeryHigh,3",
			[]string{"base/RiskLookupTable.csv:38:96: C711: RV is 3; the level named in the row has the value 4\n    hint: the number repeats the level beside it"}},
		{"the risk table lacks a row", "RiskLookupTable", "5,5,package#Core,domain#ImpactLevelVeryHigh,domain#LikelihoodVeryHigh,domain#RiskLevelVeryHigh,4\r\n", "",
			[]string{"base/RiskLookupTable.csv: C706: the risk for impact 5 and likelihood 5 is missing\n    hint: add a row"}},
		{"the risk table has a row twice", "RiskLookupTable", "5,5,package#Core,domain#ImpactLevelVeryHigh,domain#LikelihoodVeryHigh", "5,4,package#Core,domain#ImpactLevelVeryHigh,domain#LikelihoodHigh",
			[]string{"base/RiskLookupTable.csv:38:18: C705: the risk for impact 5 and likelihood 4 is given twice\n    hint: remove one of the rows"}},
		{"a class above itself", "DomainAssetParents", "domain#Data,core#Asset", "domain#Data,domain#Data",
			[]string{"base/DomainAssetParents.csv: C712: Data is its own ancestor in DomainAssetParents\n    hint: break the circle"}},
		{"a missing column", "TWIS", "package,URI,affectedBy,", "package,URI,affectedby,",
			[]string{`base/TWIS.csv:1:1: C702: the table TWIS has no column "affectedBy"` + "\n    hint: the columns here are package, URI, affectedby, affects"}},
		{"a column twice", "TWIS", "package,URI", "URI,URI",
			[]string{`base/TWIS.csv:1:2: C705: the table TWIS has two columns "URI"` + "\n    hint: remove one of the columns"}},
		{"a cell too many", "TWIS", "Integrity-LossOfIntegrity,", "Integrity-LossOfIntegrity,,",
			[]string{"base/TWIS.csv:3:1: C703: the row has 5 cells; the table TWIS has 4 columns\n    hint: each row has as many cells as the row of column names"}},
		{"an open quote", "Control", `package#Core,domain#Signing`, `package#Core,"domain#Signing`,
			[]string{`base/Control.csv:4:121: C703: the table Control is not well-formed CSV: extraneous or missing " in quoted-field` + "\n    hint: a cell with a comma, a quote or a line break stands in double quotes; a quote in it is doubled"}},
		{"a feature that is off", "DomainFeature", "feature#MixedThreatCauses,TRUE", "feature#MixedThreatCauses,FALSE",
			[]string{"base/DomainFeature.csv: C707: the base does not declare the feature MixedThreatCauses\n    hint: use a base of the version 6 family"}},
		{"a feature that we do not know", "DomainFeature", "feature#ThreatTypeFlags,TRUE,\r\n", "feature#ThreatTypeFlags,TRUE,\r\nfeature#Weather,TRUE,\r\n",
			[]string{"base/DomainFeature.csv:8:1: C707: the base uses the feature Weather, which Cordon does not know\n    hint: Cordon knows ConstructionStateFlags, MixedThreatCauses, PopulationModel, RiskTypeFlags, ThreatTypeFlags"}},
		{"a pattern without nodes", "RootPattern", "package#Core,domain#R-DD,DD,Finds data on a device.,FALSE,FALSE\r\n", "package#Core,domain#R-DD,DD,Finds data on a device.,FALSE,FALSE\r\npackage#Core,domain#R-X,X,Nothing.,FALSE,FALSE\r\n",
			[]string{"base/RootPatternNodes.csv: C706: the pattern R-X has no nodes\n    hint: add the nodes, or remove the pattern"}},
		{"displayed twice", "InferredNodeSetting", "INS-DD+C-Copy,TRUE,FALSE,domain#Node-Data-Data\r\n", "INS-DD+C-Copy,TRUE,TRUE,domain#Node-Data-Data\r\n",
			[]string{"base/InferredNodeSetting.csv:3:81: C706: INS-DD+C-Copy is displayed both at a node and at a link\n    hint: set one of the flags"}},
		{"prohibited and needed", "MatchingPatternNodes", "package#Core,domain#MP-DDC,domain#Node-Copy-DataCopy,TRUE,FALSE", "package#Core,domain#MP-DDC,domain#Node-Copy-DataCopy,TRUE,TRUE",
			[]string{"base/MatchingPatternNodes.csv:3:59: C706: the node Copy of MP-DDC is both prohibited and needed\n    hint: set one of the flags"}},
		{"a package that nothing defines", "Control", "package#Core,domain#Signing", "package#Cor,domain#Signing",
			[]string{"base/Control.csv:4:1: C704: package is Cor, which Packages does not define\n    hint: the name must stand in Packages.csv"}},
		{"no description of the base", "DomainModel", "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/domain,SMALL", "domain#000000,SMALL",
			[]string{"base/DomainModel.csv: C707: the table DomainModel does not describe the base\n    hint: copy the table again"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := smallBase(t)
			edit(t, files, tt.table, tt.old, tt.new)
			var ds diag.List
			if b := ReadBase(files, "base", &ds); b != nil {
				t.Fatal("the base was read without a diagnostic")
			}
			got := texts(&ds)
			for _, d := range ds.Sorted() {
				if d.Hint == "" {
					t.Errorf("%s: no hint", d)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBaseFiles spoils whole files.
func TestBaseFiles(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(fstest.MapFS)
		want  []string
	}{
		{"a missing table", func(f fstest.MapFS) { delete(f, "Control.csv") },
			[]string{"base/Control.csv: C701: the table Control is missing\n    hint: a base is the whole folder of CSV files; copy it again"}},
		{"an empty table", func(f fstest.MapFS) { f["TWIS.csv"] = &fstest.MapFile{} },
			[]string{"base/TWIS.csv:1:1: C701: the table TWIS has no row of column names\n    hint: the first row names the columns"}},
		{"a table that is too large", func(f fstest.MapFS) { f["TWIS.csv"] = &fstest.MapFile{Data: make([]byte, maxTable+1)} },
			[]string{"base/TWIS.csv: C710: the table TWIS is too large\n    hint: the limit is 64 MiB for a table"}},
		{"not UTF-8", func(f fstest.MapFS) {
			f["TWIS.csv"] = &fstest.MapFile{Data: []byte("package,URI,affectedBy,affects\nx,\xff,,\n")}
		},
			[]string{"base/TWIS.csv:2:1: C104: the table TWIS is not UTF-8 text\n    hint: save the table as UTF-8"}},
		{"a scale without rows", func(f fstest.MapFS) {
			f["CostLevel.csv"] = &fstest.MapFile{Data: []byte("levelValue,URI,package,label,comment\n0,domain#000000,domain#000000,,\n")}
		}, []string{"base/CostLevel.csv: C706: the table CostLevel has no rows\n    hint: a scale needs its levels"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := smallBase(t)
			tt.spoil(files)
			var ds diag.List
			if b := ReadBase(files, "base", &ds); b != nil {
				t.Fatal("the base was read without a diagnostic")
			}
			if diff := cmp.Diff(tt.want, texts(&ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("too many errors", func(t *testing.T) {
		files := smallBase(t)
		files["TWIS.csv"] = &fstest.MapFile{Data: []byte("package,URI,affectedBy,affects\n" + strings.Repeat("a,b,c,d\n", 100))}
		var ds diag.List
		ReadBase(files, "base", &ds)
		got := texts(&ds)
		if len(got) != maxReports || !strings.Contains(strings.Join(got, "\n"), "C701: the table TWIS has more errors, which are not listed\n    hint: correct those above first") {
			t.Errorf("%d diagnostics: %v", len(got), got)
		}
	})
}

// TestBaseVariants shows what may differ between bases without harm.
func TestBaseVariants(t *testing.T) {
	for _, tt := range []struct {
		name  string
		vary  func(fstest.MapFS)
		check func(*Base) bool
	}{
		{"a byte order mark", func(f fstest.MapFS) {
			f["TWIS.csv"] = &fstest.MapFile{Data: append([]byte("\xef\xbb\xbf"), f["TWIS.csv"].Data...)}
		}, func(b *Base) bool { return len(b.Impacts) == 2 }},
		{"columns in another order, and one more", func(f fstest.MapFS) {
			f["TWIS.csv"] = &fstest.MapFile{Data: []byte("affects,marker,URI,affectedBy\ndomain#Upkeep,x,domain#T,domain#LossOfControl\n")}
		}, func(b *Base) bool { return len(b.Impacts) == 1 && b.Impacts[0].Attribute.ID == "Upkeep" }},
		{"an order of rules", func(f fstest.MapFS) {
			f["ConstructionPredecessor.csv"] = &fstest.MapFile{Data: []byte("package,URI,hasPredecessor\npackage#Core,domain#CP-DD+C,domain#CP-DD+C\n")}
			f["ConstructionSuccessor.csv"] = &fstest.MapFile{Data: []byte("package,URI,hasSuccessor\npackage#000000,domain#000000,hasSuccessor\n")}
		}, func(b *Base) bool { return len(b.Rules[0].Predecessors) == 1 && len(b.Rules[0].Successors) == 0 }},
		{"a threat without frequency and category", func(f fstest.MapFS) {
			d := string(f["Threat.csv"].Data)
			i := strings.LastIndex(d, "domain#Category-SideEffect,FALSE,FALSE,domain#LikelihoodVeryHigh")
			f["Threat.csv"] = &fstest.MapFile{Data: []byte(d[:i] + ",FALSE,FALSE," + d[i+len("domain#Category-SideEffect,FALSE,FALSE,domain#LikelihoodVeryHigh"):])}
		}, func(b *Base) bool {
			return b.Threat("D.I.DDC.3").Frequency == NoLevel && b.Threat("D.I.DDC.3").Category == nil
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := smallBase(t)
			tt.vary(files)
			var ds diag.List
			b := ReadBase(files, "base", &ds)
			if b == nil {
				t.Fatalf("diagnostics: %v", texts(&ds))
			}
			if !tt.check(b) {
				t.Error("the base does not hold what the table says")
			}
		})
	}
}

// FuzzReadBase replaces one table by arbitrary bytes.
func FuzzReadBase(f *testing.F) {
	files := smallBase(f)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		f.Add(uint8(i), files[name].Data)
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		changed := maps.Clone(files)
		changed[names[int(which)%len(names)]] = &fstest.MapFile{Data: data}
		var ds diag.List
		if b := ReadBase(changed, "base", &ds); (b == nil) != (ds.Len() > 0) {
			t.Errorf("base is nil: %v, with %d diagnostics", b == nil, ds.Len())
		}
	})
}
