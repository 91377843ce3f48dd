package watch

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// TestMain runs a sync instead of the tests where TestKilled wants one that it can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CORDON_TEST_SYNC"); dir != "" {
		var ds diag.List
		_, err := Sync(context.Background(), dir, os.Args[1:], &ds, func(n int) { fmt.Println("read", n) })
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func recordOf(i int) string {
	return fmt.Sprintf(`{"id": "GO-%d", "modified": "2026-01-01T00:00:00Z", "aliases": ["CVE-2026-%d"], "affected": [{"package": {"ecosystem": "Go", "name": "example.com/p%d"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.%d.0"}]}]}]}`, i, i, i%50, i%7)
}

// folder writes files and gives their folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func records(t testing.TB, n int) string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("GO-%04d.json", i)] = recordOf(i)
	}
	return folder(t, files)
}

func synced(t testing.TB, dir string, sources ...string) (*Synced, []diag.Diagnostic) {
	t.Helper()
	var ds diag.List
	s, err := Sync(context.Background(), dir, sources, &ds, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, ds.Sorted()
}

func indexOf(t testing.TB, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, IndexFile))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A run that is killed at any moment leaves the old index whole; the next one goes on, and ends with the bytes of a run that nobody disturbed.
func TestKilled(t *testing.T) {
	const n = 2000
	old, feed := records(t, 3), records(t, n)
	calm := t.TempDir()
	synced(t, calm, feed)
	want := indexOf(t, calm)
	for _, lines := range []int{1, 4, n/partFiles + 1} {
		dir := t.TempDir()
		synced(t, dir, old)
		before := indexOf(t, dir)
		c := exec.Command(os.Args[0], feed)
		c.Env = append(os.Environ(), "CORDON_TEST_SYNC="+dir)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		for range lines {
			if !said.Scan() {
				break
			}
		}
		c.Process.Kill() //nolint:errcheck // it may be done already
		c.Wait()         //nolint:errcheck // it was killed
		if after := indexOf(t, dir); !bytes.Equal(after, before) && !bytes.Equal(after, want) {
			t.Fatalf("killed after %d parts: the index is neither the old one nor the new one", lines)
		}
		if _, err := OpenIndex(dir); err != nil {
			t.Fatalf("killed after %d parts: %v", lines, err)
		}
		s, _ := synced(t, dir, feed)
		if !bytes.Equal(indexOf(t, dir), want) {
			t.Errorf("killed after %d parts: the next run gives another index", lines)
		}
		if s.Unchanged < lines-1 {
			t.Errorf("killed after %d parts: %d of %d were kept", lines, s.Unchanged, s.Parts)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".cordon-*")); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	}
}

// A run that is repeated reads only what has changed, says the same of what is wrong, and keeps nothing that it does not use.
func TestRepeated(t *testing.T) {
	feed := records(t, 600)
	if err := os.WriteFile(filepath.Join(feed, "a.json"), []byte(`{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "lib"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "one"}]}]}]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	first, said := synced(t, dir, feed)
	data := indexOf(t, dir)
	second, again := synced(t, dir, feed)
	if first.Unchanged != 0 || second.Unchanged != second.Parts || second.Parts != 3 || fmt.Sprint(said) != fmt.Sprint(again) || len(said) != 1 || !bytes.Equal(data, indexOf(t, dir)) {
		t.Errorf("%+v, %+v, %v, %v", first, second, said, again)
	}
	if err := os.WriteFile(filepath.Join(feed, "GO-0599.json"), []byte(recordOf(7)), 0o644); err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Glob(filepath.Join(dir, cacheDir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range packs { // one is damaged, one is cut off
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if data[len(data)/2] ^= 1; i == 1 {
			data = data[:20]
		}
		if i < 2 {
			if err := os.WriteFile(p, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	third, _ := synced(t, dir, feed)
	if third.Unchanged > 1 || third.Advisories != 600 {
		t.Errorf("%+v", third)
	}
	if packs, _ := filepath.Glob(filepath.Join(dir, cacheDir, "*")); len(packs) != third.Parts {
		t.Errorf("%d packs for %d parts", len(packs), third.Parts)
	}
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1]) //nolint:errcheck // a buffer takes everything
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text) //nolint:errcheck // a buffer takes everything
	w.Close()               //nolint:errcheck // a buffer takes everything
	return b.String()
}

// Damaged, huge and hostile files are warnings with their names, and all else is read.
func TestHostile(t *testing.T) {
	bomb := strings.Repeat(" ", 40<<20)
	whole := string(zipped(t, "in/b.json", recordOf(2), "../../c.json", recordOf(3), "d.txt", "no feed"))
	torn := []byte(string(zipped(t, "e.json", recordOf(4), "f.json", recordOf(5))))
	torn[45] ^= 0xFF // in the packed text of the first
	dir := folder(t, map[string]string{
		"good.json":         recordOf(1),
		"good.zip":          whole,
		"packed.json.gz":    gzipped(recordOf(6)),
		"short.zip":         whole[:len(whole)/2],
		"torn.zip":          string(torn),
		"bomb.zip":          string(zipped(t, "bomb.json", bomb)),
		"bomb.json.gz":      gzipped(bomb),
		"short.json.gz":     gzipped(recordOf(7))[:30],
		"empty.json":        "",
		"breaks-off.json":   recordOf(8)[:80],
		"deep.json":         `{"id": "X", "modified": "2026-01-01T00:00:00Z", "x": ` + strings.Repeat("[", 200_000),
		"latin.json":        "{\"id\": \"GO-9\", \"modified\": \"2026-01-01T00:00:00Z\", \"summary\": \"caf\xe9\"}",
		"cve.json":          `{"cveMetadata": {"cveId": 7}}`,
		"csaf.json":         `{"document": {"csaf_version": "2.0"}}`,
		"folder.json/a.txt": "a folder with the name of a file",
	})
	huge := filepath.Join(dir, "huge.json")
	if f, err := os.Create(huge); err != nil || f.Truncate(1<<30) != nil || f.Close() != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"loop.json": "loop.json", "out.json": "/etc/passwd", "up": ".."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("needs symbolic links")
		}
	}
	idx := t.TempDir()
	s, said := synced(t, idx, dir)
	got := map[string]diag.Code{}
	for _, d := range said {
		if d.Severity != diag.Warning {
			t.Errorf("%v is no warning", d)
		}
		rel, _ := filepath.Rel(dir, d.File)
		got[rel] = d.Code
	}
	want := map[string]diag.Code{
		"short.zip": diag.FeedDamaged, "torn.zip/e.json": diag.FeedDamaged, "bomb.zip/bomb.json": diag.FeedTooLarge, "bomb.json.gz": diag.FeedTooLarge,
		"short.json.gz": diag.FeedDamaged, "huge.json": diag.FeedTooLarge, "loop.json": diag.FeedDamaged, "out.json": diag.FeedDamaged,
		"deep.json": diag.OsvForm, "breaks-off.json": diag.OsvForm, "cve.json": diag.FeedForm, "csaf.json": diag.CsafForm,
	}
	for name, code := range want {
		if got[name] != code {
			t.Errorf("%s: %q, want %q", name, got[name], code)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("said as well: %v", got)
	}
	ix, err := OpenIndex(idx)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 2, 3, 5, 6, 9} {
		if f, err := ix.Facts(fmt.Sprintf("GO-%d", i)); err != nil || f == nil {
			t.Errorf("GO-%d is not there: %v", i, err)
		}
	}
	if s.Sources[0].Warned == 0 || s.Sources[0].Other == 0 {
		t.Errorf("%+v", s.Sources[0])
	}
}

// Of many faults of one kind the first fifty are named, and the others counted, whether they were read now or before.
func TestManyFaults(t *testing.T) {
	files := map[string]string{"good.json": recordOf(1)}
	for i := range 400 {
		files[fmt.Sprintf("bad-%03d.json", i)] = `{"cveMetadata": {}}`
	}
	feed, dir := folder(t, files), t.TempDir()
	for range 2 {
		s, said := synced(t, dir, feed)
		if s.Sources[0].Warned != 400 || len(said) != saidMost+1 || !strings.Contains(fmt.Sprint(said), "350 more of this kind") {
			t.Errorf("%d warned, %d said", s.Sources[0].Warned, len(said))
		}
	}
}

// Sources with nothing in them leave the index as it was.
func TestNothing(t *testing.T) {
	dir := t.TempDir()
	synced(t, dir, records(t, 1))
	before := indexOf(t, dir)
	var ds diag.List
	if _, err := Sync(context.Background(), dir, []string{folder(t, map[string]string{"a.json": "{}"})}, &ds, nil); err != ErrNothing {
		t.Errorf("%v", err)
	}
	if _, err := Sync(context.Background(), dir, []string{filepath.Join(dir, "nowhere")}, &ds, nil); !os.IsNotExist(unwrap(err)) {
		t.Errorf("%v", err)
	}
	if !bytes.Equal(before, indexOf(t, dir)) {
		t.Error("the index is another one")
	}
}

func unwrap(err error) error {
	for {
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		if os.IsNotExist(err) {
			return err
		}
		err = u.Unwrap()
	}
}

// A run that is cancelled ends with the next part, and leaves the index as it was.
func TestCancelled(t *testing.T) {
	dir, feed := t.TempDir(), records(t, 2000)
	synced(t, dir, records(t, 1))
	before := indexOf(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	var ds diag.List
	_, err := Sync(ctx, dir, []string{feed}, &ds, func(int) {
		calls++
		cancel()
	})
	if ctx.Err() == nil || err == nil || calls != 1 || !bytes.Equal(before, indexOf(t, dir)) {
		t.Errorf("%v after %d parts", err, calls)
	}
}

// All feeds at hand are read; nothing is said but of versions that their ecosystem does not know.
func TestFeedsAtHand(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data", "feeds")
	var sources []string
	for _, f := range []string{"osv-go", "kev", "vulnrichment", "nvd-overrides", "csaf-icsma", "csaf-icsa-sample", "eox", "ssvc"} {
		sources = append(sources, filepath.Join(root, f))
	}
	if _, err := os.Stat(root); err != nil {
		t.Skipf("needs %s beside the project", root)
	}
	dir := t.TempDir()
	s, said := synced(t, dir, sources...)
	for _, d := range said {
		if d.Code != diag.OsvRange {
			t.Errorf("%v", d)
		}
	}
	read := map[Format]int{}
	for _, x := range s.Sources {
		for f, n := range x.Formats {
			read[f] += n
		}
	}
	t.Logf("%v; %d advisories, facts of %d vulnerabilities, %d warnings", read, s.Advisories, s.Vulnerabilities, len(said))
	for f, n := range map[Format]int{OSV: 4291, KEV: 1, CVE: 29, NVD: 115, CSAF: 158, Ending: 8} {
		if read[f] != n {
			t.Errorf("%d files of %s, want %d", read[f], f, n)
		}
	}
	ix, err := OpenIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := ix.Facts("CVE-2021-44228")
	if err != nil || f == nil || len(f.Exploited) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

// FuzzFormat reads anything under each kind of name without a crash.
func FuzzFormat(f *testing.F) {
	f.Add([]byte(recordOf(1)))
	f.Add([]byte(`{"document": {"csaf_version": "2.0"}}`))
	f.Add([]byte("cve,epss,percentile\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var files []file
		for _, name := range []string{"a.json", "a.csv", "a.md"} {
			files = append(files, file{name, src})
		}
		f, err := read(context.Background(), part{load: func(*diag.List) []file { return files }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := postmarket.OpenIndex(f.feeds.Index()); err != nil {
			t.Fatal(err)
		}
	})
}
