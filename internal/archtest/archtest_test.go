// Package archtest holds the import rules of docs/decisions/0002-layout.md as a table, and fails where the code or the table
// has left the other behind.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule is what one package may import: packages of this module by name, and modules of others.
type rule struct {
	row    int
	may    []string
	others []string
	why    string
}

const (
	yaml    = "go.yaml.in/yaml/v4"
	goja    = "github.com/dop251/goja"
	cobra   = "github.com/spf13/cobra"
	vectors = "github.com/pandatix/go-cvss"
	fpdf    = "codeberg.org/go-pdf/fpdf"
	ximage  = "golang.org/x/image"
	xtext   = "golang.org/x/text"
	huma    = "github.com/danielgtaylor/huma/v2"
	goOscal = "github.com/defenseunicorns/go-oscal"
)

// rules has a line for each package. Imports point to lower rows, or leftwards within row 2.
var rules = map[string]rule{
	"content":                             {row: 0, why: "data; it knows nothing"},
	"internal/diag":                       {row: 0, why: "words for the user; everything may use them"},
	"internal/slug":                       {row: 0, why: "names as values; it knows nothing"},
	"internal/vers":                       {row: 0, why: "versions and ranges as values; it knows neither advisories nor packages"},
	"internal/jsontext":                   {row: 0, may: []string{"internal/diag"}, why: "reads JSON of others, in one pass or as a tree with places; it does not know what it is about"},
	"internal/yamltext":                   {row: 0, may: []string{"internal/diag"}, others: []string{yaml}, why: "the one place that knows how YAML is read and written"},
	"internal/model":                      {row: 1, may: []string{"internal/diag", "internal/memo", "internal/yamltext"}, others: []string{yaml}, why: "a model is meaningful without any knowledge base"},
	"internal/model/edit":                 {row: 1, may: []string{"internal/diag", "internal/yamltext", "internal/model"}, why: "changes the text of descriptions by meaning; it knows no kinds"},
	"internal/knowledge":                  {row: 1, may: []string{"internal/civil", "internal/diag", "internal/yamltext", "internal/model"}, others: []string{yaml}, why: "knowledge is about models, and is not applied here"},
	"internal/engine/rules":               {row: 2, why: "what the engine knows; it must not depend on the language that knowledge is written in"},
	"internal/engine/propagate":           {row: 2, why: "levels on a graph; it must stay usable for any knowledge base"},
	"internal/engine/certify":             {row: 2, why: "a checker that shared code with the solver would share its errors"},
	"internal/engine/bdd":                 {row: 2, why: "exact probability of events; it must stay checkable by itself, against published fault trees"},
	"internal/engine":                     {row: 2, may: []string{"internal/engine/rules", "internal/engine/propagate", "internal/engine/certify", "internal/knowledge", "internal/model", "internal/yamltext", "internal/engine/worlds", "internal/engine/options"}, why: "applies knowledge to models"},
	"internal/engine/worlds":              {row: 2, why: "probabilities on a graph; it must stay usable for any knowledge base"},
	"internal/safety":                     {row: 2, may: []string{"internal/knowledge", "internal/model"}, why: "rates harm from likelihood; it does not find threats"},
	"internal/postmarket/indicators":      {row: 2, may: []string{"internal/civil", "internal/diag", "internal/knowledge", "internal/yamltext"}, why: "what readings change; it applies nothing"},
	"internal/assessment":                 {row: 2, may: []string{"internal/engine", "internal/safety", "internal/knowledge", "internal/model"}, why: "the result as a value"},
	"internal/proportion":                 {row: 2, may: []string{"internal/engine", "internal/engine/options", "internal/safety", "internal/knowledge", "internal/model"}, why: "proposes sets of controls; the engine says what they do"},
	"internal/numbers":                    {row: 2, may: []string{"internal/engine", "internal/engine/bdd", "internal/engine/worlds", "internal/safety", "internal/knowledge", "internal/model"}, why: "numbers beside levels; worlds are sampled elsewhere"},
	"internal/postmarket":                 {row: 2, may: []string{"internal/diag", "internal/vers", "internal/civil"}, why: "what is known after release, as values; foreign formats and clocks are elsewhere"},
	"internal/postmarket/record":          {row: 2, may: []string{"internal/postmarket/names", "internal/postmarket/indicators", "internal/civil", "internal/diag", "internal/knowledge", "internal/model", "internal/postmarket", "internal/yamltext"}, why: "what is kept of a system after release; it weighs nothing"},
	"internal/postmarket/triage":          {row: 2, may: []string{"internal/postmarket", "internal/diag", "internal/knowledge", "internal/model", "internal/yamltext"}, why: "decisions from what is stated of a vulnerability; it finds nothing out and weighs nothing"},
	"internal/postmarket/weigh":           {row: 2, may: []string{"internal/assessment", "internal/civil", "internal/engine", "internal/interop/cvss", "internal/knowledge", "internal/model", "internal/postmarket", "internal/postmarket/record", "internal/postmarket/triage", "internal/safety", "internal/yamltext"}, why: "what is known after release, through the engine to harms; it reads no files"},
	"internal/postmarket/fleet":           {row: 2, may: []string{"internal/civil", "internal/postmarket"}, why: "devices, releases and components at scale; it reads no files and weighs nothing"},
	"internal/postmarket/names":           {row: 2, may: []string{"internal/civil", "internal/diag", "internal/vers", "internal/yamltext"}, others: []string{xtext}, why: "which product words mean, from values; formats of advisories are elsewhere"},
	"internal/riskfile":                   {row: 2, may: []string{"internal/assessment", "internal/engine", "internal/safety", "internal/knowledge", "internal/model"}, why: "the record of risks as a value"},
	"internal/report/site":                {row: 3, may: []string{"internal/slug", "internal/knowledge", "internal/report"}, why: "the knowledge base as pages"},
	"internal/report":                     {row: 3, may: []string{"internal/civil", "internal/postmarket/weigh", "internal/postmarket/fleet", "internal/numbers", "internal/assessment", "internal/engine", "internal/safety", "internal/knowledge", "internal/model", "internal/decisions", "internal/layers"}, others: []string{goja}, why: "renders; it computes nothing that an assessment, layers or reviews of decisions do not hold"},
	"internal/report/document/wording":    {row: 3, may: []string{"internal/report/document", "internal/decisions", "internal/riskfile", "internal/assessment", "internal/safety", "internal/knowledge", "internal/model"}, why: "words for facts that several documents name; it decides nothing"},
	"internal/report/dossier":             {row: 4, may: []string{"internal/slug", "internal/additions", "internal/report", "internal/report/document", "internal/report/document/wording", "internal/compliance", "internal/decisions", "internal/riskfile", "internal/layers", "internal/assessment", "internal/engine", "internal/safety", "internal/knowledge", "internal/model", "internal/yamltext"}, why: "assembles documents from templates and facts; it computes none"},
	"internal/report/navigator":           {row: 4, may: []string{"internal/report", "internal/report/document", "internal/report/document/wording", "internal/compliance", "internal/decisions", "internal/assessment", "internal/knowledge", "internal/model"}, why: "the clauses of one system as pages; it judges none"},
	"internal/report/exchange":            {row: 4, may: []string{"internal/compliance", "internal/interop/oscal", "internal/interop/cisoassistant", "internal/knowledge", "internal/model"}, why: "chooses what goes to other programs; how their formats look is known below it"},
	"internal/report/document/riskreport": {row: 4, may: []string{"internal/decisions", "internal/riskfile", "internal/report/document", "internal/report/document/wording", "internal/knowledge", "internal/model"}, why: "assembles the risk management file; it judges nothing"},
	"internal/project":                    {row: 3, may: []string{"internal/additions", "internal/civil", "internal/postmarket", "internal/postmarket/indicators", "internal/postmarket/record", "internal/postmarket/weigh", "internal/yamltext", "internal/numbers", "internal/proportion", "content", "internal/assessment", "internal/riskfile", "internal/engine", "internal/knowledge", "internal/model", "internal/diag", "internal/decisions", "internal/layers", "internal/compliance", "internal/postmarket/triage"}, why: "the use cases; reads files"},
	"internal/papers":                     {row: 5, may: []string{"internal/additions", "internal/civil", "internal/compliance", "internal/diag", "internal/knowledge", "internal/postmarket/indicators", "internal/postmarket/weigh", "internal/project", "internal/report", "internal/report/document", "internal/report/document/riskreport", "internal/report/dossier"}, why: "the documents of a folder; it assembles none itself and decides nothing"},
	"internal/watch":                      {row: 5, may: []string{"internal/postmarket/record", "internal/diag", "internal/interop/bom", "internal/interop/cvss", "internal/interop/osv", "internal/postmarket", "internal/postmarket/fleet", "internal/report", "internal/yamltext", "internal/interop/csaf", "internal/postmarket/names", "internal/civil", "internal/engine", "internal/interop/adaptor", "internal/knowledge", "internal/model", "internal/postmarket/indicators", "internal/postmarket/weigh", "internal/project", "internal/interop/cyclonedx", "internal/interop/openvex", "internal/jsontext", "internal/interop/cve", "internal/interop/eox", "internal/interop/epss", "internal/interop/kev", "internal/interop/nvd"}, why: "the use cases after release: reads feeds and bills of materials from files"},
	"internal/memo":                       {row: 0, why: "keeps what was computed; it knows nothing of what that is"},
	"internal/folder":                     {row: 3, why: "files in memory as a file system; it knows nothing of what is in them"},
	"examples":                            {row: 0, why: "data; it knows nothing"},
	"internal/study":                      {row: 5, may: []string{"internal/slug", "internal/additions", "examples", "internal/memo", "internal/diag", "internal/engine", "internal/knowledge", "internal/live", "internal/model/edit", "internal/project", "internal/workbench", "internal/civil", "internal/decisions", "internal/postmarket", "internal/postmarket/triage", "internal/postmarket/weigh", "internal/report", "internal/safety", "internal/watch", "internal/assessment", "internal/riskfile", "internal/compliance", "internal/papers", "internal/report/document", "internal/report/document/wording", "internal/report/dossier", "internal/model", "internal/numbers", "internal/proportion", "internal/layers", "internal/postmarket/clocks", "internal/postmarket/record", "internal/yamltext", "internal/report/site"}, why: "computes of revisions, and keeps what it computed; it knows neither HTTP nor a queue"},
	"internal/server":                     {row: 5, may: []string{"internal/people", "internal/server/api", "internal/server/mcp", "internal/server/signon", "internal/server/web", "internal/workbench"}, others: []string{huma, "golang.org/x/time"}, why: "guards around interface and pages; it decides nothing of either"},
	"internal/server/api":                 {row: 5, may: []string{"internal/civil", "internal/diag", "internal/engine", "internal/jobs", "internal/knowledge", "internal/live", "internal/model", "internal/model/edit", "internal/people", "internal/presence", "internal/server/signon", "internal/study", "internal/workbench", "internal/decisions", "internal/watch", "internal/assessment", "internal/riskfile", "internal/project", "internal/compliance", "internal/numbers", "internal/proportion", "internal/layers", "internal/postmarket/record", "internal/postmarket/weigh"}, others: []string{huma}, why: "translates between JSON and use cases"},
	"internal/deliver":                    {row: 5, may: []string{"internal/workbench"}, why: "sends to addresses that people typed in; it knows no subscription"},
	"client":                              {row: 5, why: "asks a server over HTTP; it shares no code with it, so that programs of others can use it alone"},
	"internal/server/servertest":          {row: 5, may: []string{"internal/jobs", "internal/people", "internal/server", "internal/server/api", "internal/store/sqlite", "internal/study", "internal/workbench"}, why: "a server for tests; nothing in the program uses it"},
	"internal/server/mcp":                 {row: 5, may: []string{"internal/assessment", "internal/engine", "internal/project", "internal/study", "internal/workbench"}, others: []string{"github.com/modelcontextprotocol/go-sdk"}, why: "what assistants may read; it changes nothing"},
	"internal/server/signon":              {row: 5, may: []string{"internal/diag", "internal/people", "internal/workbench", "internal/yamltext"}, why: "which identity providers there are; it signs nobody in"},
	"internal/people/peopletest":          {row: 3, others: []string{"github.com/go-webauthn/webauthn"}, why: "devices and identity providers for tests; nothing in the program uses it"},
	"internal/server/web":                 {row: 5, why: "built pages as they are"},
	"internal/people":                     {row: 3, others: []string{"github.com/coreos/go-oidc/v3", "github.com/go-webauthn/webauthn", "golang.org/x/crypto", "golang.org/x/oauth2", xtext}, why: "who somebody is; it keeps nothing, answers no request and knows no role"},
	"internal/workbench":                  {row: 4, may: []string{"internal/auditlog", "internal/folder", "internal/model", "internal/model/edit", "internal/people"}, others: []string{"github.com/google/uuid"}, why: "work in common as nouns; it knows neither SQL nor HTTP"},
	"internal/live":                       {row: 4, may: []string{"internal/folder", "internal/memo", "internal/assessment", "internal/diag", "internal/engine", "internal/knowledge", "internal/model", "internal/project", "internal/safety", "internal/yamltext"}, why: "what an editor sees of a text; it knows neither HTTP nor a store nor a disk"},
	"internal/auditlog":                   {row: 3, others: []string{"golang.org/x/mod"}, why: "proves that what was logged was not changed; it decides neither what is logged nor who reads it"},
	"internal/presence":                   {row: 5, may: []string{"internal/workbench"}, why: "who is where at this moment; it keeps nothing and asks for no rights"},
	"internal/store":                      {row: 5, may: []string{"internal/diag", "internal/workbench"}, others: []string{"github.com/pressly/goose/v3"}, why: "one SQL text over any open transaction; it opens no database"},
	"internal/store/sqlite":               {row: 5, may: []string{"internal/diag", "internal/store", "internal/workbench"}, others: []string{"github.com/pressly/goose/v3", "modernc.org/sqlite"}, why: "a database in a file"},
	"internal/store/postgres":             {row: 5, may: []string{"internal/diag", "internal/store", "internal/workbench"}, others: []string{"github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"}, why: "a database on a server"},
	"internal/store/postgres/pgtest":      {row: 5, others: []string{"github.com/jackc/pgx/v5"}, why: "a server for tests; nothing in the program uses it"},
	"internal/store/storetest":            {row: 5, may: []string{"internal/store", "internal/workbench"}, others: []string{"github.com/google/go-cmp"}, why: "the contract of stores, for tests; nothing in the program uses it"},
	"internal/cli":                        {row: 5, may: []string{"internal/deliver", "internal/jobs", "internal/people", "internal/server", "internal/server/api", "internal/server/signon", "internal/store", "internal/store/postgres", "internal/store/sqlite", "internal/study", "internal/workbench", "internal/civil", "internal/postmarket/record", "internal/postmarket/weigh", "internal/postmarket/indicators", "internal/watch", "internal/postmarket", "internal/postmarket/fleet", "internal/interop/oscal", "internal/yamltext", "internal/report/dossier", "internal/report/exchange", "internal/report/navigator", "internal/compliance", "internal/numbers", "internal/proportion", "internal/report/document", "internal/report/document/riskreport", "internal/project", "internal/report", "internal/report/site", "internal/riskfile", "internal/assessment", "internal/engine", "internal/interop/spyderisk", "internal/interop/spyderisk/convert", "internal/interop/cvss", "internal/knowledge", "internal/model", "internal/diag", "internal/decisions", "internal/layers", "internal/postmarket/names", "internal/postmarket/clocks", "internal/postmarket/triage", "internal/auditlog", "internal/papers", "internal/additions"}, others: []string{cobra}, why: "translates words of the terminal"},
	"internal/gen":                        {row: 5, may: []string{"internal/server/api", "internal/postmarket/record", "internal/assessment", "internal/cli", "internal/diag", "internal/knowledge", "internal/model", "internal/yamltext", "internal/decisions", "internal/postmarket/names"}, others: []string{cobra}, why: "makes what is generated"},
	"internal/jobs":                       {row: 5, may: []string{"internal/workbench"}, others: []string{"github.com/riverqueue/river", "github.com/jackc/pgx/v5"}, why: "background work on the store's database; it knows what a job is, not what it does"},
	"internal/additions":                  {row: 2, may: []string{"internal/slug", "internal/diag", "internal/yamltext"}, why: "what people add to documents; it knows no template"},
	"internal/decisions":                  {row: 2, may: []string{"internal/assessment", "internal/engine", "internal/safety", "internal/knowledge", "internal/model", "internal/yamltext", "internal/diag"}, why: "what people decided, and whether it still stands; it rates nothing"},
	"internal/compliance":                 {row: 2, may: []string{"internal/assessment", "internal/decisions", "internal/engine", "internal/layers", "internal/riskfile", "internal/knowledge", "internal/model", "internal/yamltext"}, why: "which clauses bind and how far they are met; it finds no threats"},
	"internal/layers":                     {row: 2, may: []string{"internal/assessment", "internal/engine", "internal/safety", "internal/knowledge", "internal/model"}, why: "defence in depth from what-ifs; it chooses no controls"},
	"internal/report/document":            {row: 3, others: []string{fpdf, ximage, xtext}, why: "documents and their formats; it does not know what they are about"},
	"cmd/cordon":                          {row: 5, may: []string{"internal/cli"}, why: "wiring"},
	"bench":                               {row: 5, may: []string{"internal/engine/options", "internal/postmarket", "internal/postmarket/fleet", "internal/vers"}, why: "generates inputs"},
	"bench/scaling":                       {row: 5, why: "a model of workers that wait for each other; it knows only what was measured"},
	"bench/portfolio":                     {row: 5, may: []string{"bench", "internal/cli", "internal/jobs", "internal/people", "internal/store/postgres", "internal/store/postgres/pgtest", "internal/study", "internal/workbench"}, why: "many systems for workers of the whole program; it judges nothing"},
	"bench/serve":                         {row: 5, may: []string{"bench", "internal/cli", "internal/jobs", "internal/people", "internal/server/api", "internal/store/sqlite", "internal/workbench"}, why: "people who use the whole program; it judges nothing"},
	"bench/table":                         {row: 5, may: []string{"bench"}, why: "prints the table of benchmarks"},
	"internal/engine/satisfy":             {row: 2, why: "clauses and sums; it must not know what they are about"},
	"internal/engine/options":             {row: 2, may: []string{"internal/engine/satisfy"}, why: "chooses controls on any graph; it must not depend on where the graph comes from"},

	"internal/engine/bdd/openpsa":        {row: 2, may: []string{"internal/engine/bdd"}, why: "reads published fault trees for tests and benchmarks; nothing in the program uses it"},
	"internal/civil":                     {row: 0, why: "time as arithmetic; it knows no clock"},
	"internal/interop/oscal":             {row: 3, may: []string{"internal/slug", "internal/diag", "internal/jsontext", "internal/knowledge", "internal/model", "internal/yamltext"}, others: []string{goOscal + "/src/types"}, why: "foreign format at the edge; it takes results as plain values and judges nothing"},
	"internal/interop/cisoassistant":     {row: 3, may: []string{"internal/knowledge"}, others: []string{yaml}, why: "foreign format at the edge; its YAML is not in our canonical form"},
	"internal/interop/cyclonedx":         {row: 3, may: []string{"internal/diag", "internal/jsontext", "internal/postmarket"}, why: "foreign format at the edge; it matches nothing"},
	"internal/interop/spdx":              {row: 3, may: []string{"internal/diag", "internal/jsontext", "internal/postmarket"}, why: "foreign format at the edge; it matches nothing"},
	"internal/interop/osv":               {row: 3, may: []string{"internal/diag", "internal/postmarket", "internal/vers"}, why: "advisories of OSV as values; it matches nothing"},
	"internal/interop/nvd":               {row: 3, may: []string{"internal/diag", "internal/postmarket", "internal/vers"}, why: "configurations of NVD as values; it matches nothing"},
	"internal/interop/cve":               {row: 4, may: []string{"internal/diag", "internal/interop/nvd", "internal/postmarket", "internal/vers"}, why: "records of the CVE program as values; it matches nothing"},
	"internal/interop/kev":               {row: 3, may: []string{"internal/diag", "internal/postmarket"}, why: "what is known to be exploited; it rates nothing"},
	"internal/interop/epss":              {row: 3, may: []string{"internal/diag", "internal/postmarket"}, why: "scores of EPSS as values; it rates nothing"},
	"internal/interop/eox":               {row: 3, may: []string{"internal/diag", "internal/postmarket"}, others: []string{yaml}, why: "foreign format at the edge; its YAML is not in our canonical form"},
	"internal/interop/bom":               {row: 4, may: []string{"internal/diag", "internal/interop/cyclonedx", "internal/interop/spdx", "internal/jsontext", "internal/postmarket"}, why: "tells the formats of bills of materials apart; it reads none itself"},
	"internal/interop/cvss":              {row: 2, others: []string{vectors}, why: "vectors as metrics and scores; a notation of the field rather than a format of files, so what reasons may read it"},
	"internal/postmarket/clocks":         {row: 3, may: []string{"internal/diag", "internal/knowledge", "internal/model", "internal/yamltext"}, why: "counts times of reports in zones and calendars; it knows no clock, now is given to it"},
	"internal/interop/openvex":           {row: 3, may: []string{"internal/diag", "internal/jsontext", "internal/postmarket"}, why: "foreign format at the edge; it says what a document says, and judges nothing"},
	"internal/postmarket/vextest":        {row: 2, may: []string{"internal/diag", "internal/postmarket"}, others: []string{"pgregory.net/rapid"}, why: "VEX documents for tests of formats; nothing in the program uses it"},
	"internal/interop/csaf":              {row: 3, may: []string{"internal/diag", "internal/jsontext", "internal/yamltext", "internal/postmarket", "internal/vers"}, others: []string{vectors, xtext}, why: "foreign format at the edge; it says what a document says, and matches it with nothing"},
	"internal/interop/spyderisk":         {row: 3, may: []string{"internal/diag", "internal/engine", "internal/engine/rules"}, why: "foreign format at the edge; it computes no risk itself"},
	"internal/interop/spyderisk/convert": {row: 3, may: []string{"internal/slug", "internal/diag", "internal/interop/spyderisk", "internal/model", "internal/yamltext"}, why: "from one language to the other"},
	"internal/interop/adaptor":           {row: 3, may: []string{"internal/civil", "internal/diag", "internal/jsontext", "internal/knowledge", "internal/postmarket/indicators", "internal/yamltext"}, why: "foreign formats at the edge; it says what reports change, and applies nothing"},
}

// impure names what rows 0 to 2 must not use, so that the same input gives the same bytes on every machine.
var impure = []string{"os", "os/exec", "net", "net/http", "time", "math/rand", "math/rand/v2", "crypto/rand", "database/sql", "log", "log/slog", "syscall"}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(file, "go.mod")); err == nil && file != root || name == "testdata" || strings.HasPrefix(name, ".") && file != root && name != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		seen[pkg] = true
		r, ok := rules[pkg]
		if !ok {
			t.Errorf("package %s has no rule; say in the table what it may import, and why", pkg)
			return nil
		}
		checkFile(t, file, pkg, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) == 0 {
		t.Fatal("found no Go files: the test looks in the wrong place")
	}
	for pkg := range rules {
		if !seen[pkg] {
			t.Errorf("the table names package %s, which does not exist", pkg)
		}
	}
}

func checkFile(t *testing.T, file, pkg string, r rule) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range f.Imports {
		name := strings.Trim(imp.Path.Value, `"`)
		own, isOwn := strings.CutPrefix(name, "cordon/")
		first, _, _ := strings.Cut(name, "/")
		switch {
		case isOwn && !slices.Contains(r.may, own):
			t.Errorf("%s imports %s; %s (%s)", file, own, pkg, r.why)
		case !isOwn && strings.Contains(first, ".") && !slices.ContainsFunc(r.others, func(m string) bool { return name == m || strings.HasPrefix(name, m+"/") }):
			t.Errorf("%s imports the module of %s; %s may use %v", file, name, pkg, r.others)
		case r.row <= 2 && slices.Contains(impure, name):
			t.Errorf("%s imports %s; packages of rows 0 to 2 are pure calculations", file, name)
		}
	}
}

func TestRulesPointDown(t *testing.T) {
	for pkg, r := range rules {
		for _, m := range r.may {
			to, ok := rules[m]
			switch {
			case !ok:
				t.Errorf("%s may import %s, which has no rule", pkg, m)
			case to.row > r.row, to.row == r.row && r.row != 2 && r.row != 1 && r.row != 0 && r.row != 5 && !strings.HasPrefix(pkg, m+"/"):
				t.Errorf("%s (row %d) may import %s (row %d): imports point down", pkg, r.row, m, to.row)
			}
		}
	}
}

// binary lists the modules that may reach the program, with the reason for each; everything else is for tests or tools.
var binary = map[string]string{
	yaml:                     "reads YAML with places and comments",
	goja:                     "runs dagre, which lays diagrams out; pure Go, nothing happens before the first diagram",
	cobra:                    "commands, help, completion, man pages",
	"github.com/spf13/pflag": "flags of cobra",
	vectors:                  "the grammar of CVSS vectors; used again for vulnerabilities after market",

	fpdf:    "writes PDF with embedded parts of fonts, outline and links; pure Go, no other module reaches the program with it",
	goOscal: "the types of OSCAL, which import the standard library only; tests check what is written against the schemas in it",
	ximage:  "the Go fonts that a PDF embeds, and their measures",

	"github.com/dlclark/regexp2/v2":                       "regular expressions of goja",
	"github.com/go-sourcemap/sourcemap":                   "imported by goja; turned off in internal/report",
	"github.com/google/pprof":                             "imported by goja for its profiler, which is not used",
	"modernc.org/sqlite":                                  "SQLite without cgo; the default store",
	"github.com/jackc/pgx/v5":                             "PostgreSQL",
	"github.com/pressly/goose/v3":                         "numbered migrations for both databases",
	huma:                                                  "one Go struct is validation, OpenAPI and problem+json",
	"github.com/riverqueue/river":                         "job queue on the store's database, SQLite and PostgreSQL, in the same transaction",
	"github.com/riverqueue/river/riverdriver":             "what River asks of a database, for the types of ours",
	"github.com/riverqueue/river/rivertype":               "the rows of River",
	"github.com/riverqueue/river/riverdriver/riversqlite": "River on SQLite",
	"github.com/riverqueue/river/riverdriver/riverpgxv5":  "River on PostgreSQL",
	"github.com/go-webauthn/webauthn":                     "passkeys",
	"github.com/coreos/go-oidc/v3":                        "single sign-on: checks tokens of identity providers",
	"github.com/google/uuid":                              "ids that sort by time (UUID version 7)",
	"golang.org/x/oauth2":                                 "the code flow of single sign-on",
	"golang.org/x/mod":                                    "the Merkle tree and signed notes of the audit log, as Go's own checksum database uses them",
	"golang.org/x/crypto":                                 "argon2id for passwords",
	"golang.org/x/time":                                   "rate limits",
	"github.com/modelcontextprotocol/go-sdk":              "the protocol by which assistants ask the workbench",
	xtext:                                                 "normal forms and order of text in goja; composed letters in a PDF",
}

func TestDirectDependenciesAreExplained(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []string{"github.com/google/go-cmp", "github.com/santhosh-tekuri/jsonschema/v6", "pgregory.net/rapid", "github.com/rogpeppe/go-internal", "golang.org/x/net", "github.com/yuin/goldmark"}
	for line := range strings.Lines(string(src)) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "replace") || strings.HasPrefix(line, "exclude") {
			t.Errorf("go.mod: %q breaks go install", strings.TrimSpace(line))
		}
		if len(fields) < 2 || !strings.Contains(fields[0], ".") || strings.Contains(line, "// indirect") {
			continue
		}
		if _, ok := binary[fields[0]]; !ok && !slices.Contains(tests, fields[0]) {
			t.Errorf("go.mod requires %s (%s); say in the table why", fields[0], path.Base(fields[0]))
		}
	}
}
