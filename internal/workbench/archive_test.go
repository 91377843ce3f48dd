package workbench

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// zipOf packs entries by name; a name with a trailing @ becomes a symbolic link.
func zipOf(t *testing.T, entries ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: strings.TrimSuffix(e[0], "@"), Method: zip.Deflate}
		if strings.HasSuffix(e[0], "@") {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestImportTakesAFolderAsProgramsPackIt(t *testing.T) {
	w := &Workbench{}
	got, err := w.Import(zipOf(t, [2]string{"watch/system.yaml", "a"}, [2]string{"watch/parts/cloud.yaml", "b"}, [2]string{"__MACOSX/._x", "c"}, [2]string{"watch/.git/config", "d"}))
	if err != nil || len(got) != 2 || string(got["system.yaml"]) != "a" || string(got["parts/cloud.yaml"]) != "b" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestImportRefusesWhatLeadsOutOrLies(t *testing.T) {
	w := &Workbench{Limits: Limits{Files: 10, FileBytes: 1000, TreeBytes: 1500}}
	bomb := zipOf(t, [2]string{"a.yaml", strings.Repeat("0", 100000)})
	// A header that lies about the size: the length in the central directory says 10 bytes.
	lying := slices.Clone(bomb)
	at := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[at+24:], []byte{10, 0, 0, 0})
	for _, c := range []struct {
		name  string
		src   []byte
		fault Fault
		says  string
	}{
		{"zip slip", zipOf(t, [2]string{"a.yaml", "x"}, [2]string{"../../etc/cron.d/evil", "x"}), Invalid, "begins with a dot"},
		{"absolute", zipOf(t, [2]string{"b.yaml", "x"}, [2]string{"/etc/passwd", "x"}), Invalid, "not a plain path"},
		{"backslashes", zipOf(t, [2]string{"b.yaml", "x"}, [2]string{`..\evil.yaml`, "x"}), Invalid, "character"},
		{"symbolic link", zipOf(t, [2]string{"b.yaml", "x"}, [2]string{"link@", "/etc/passwd"}), Invalid, "link"},
		{"device name", zipOf(t, [2]string{"b.yaml", "x"}, [2]string{"con.yaml", "x"}), Invalid, "device"},
		{"twice", zipOf(t, [2]string{"b.yaml", "x"}, [2]string{"b.yaml", "y"}), Invalid, "twice"},
		{"bomb", bomb, TooLarge, "too large"},
		{"bomb with a lying header", lying, Invalid, "unpacked"},
		{"many small ones", zipOf(t, [2]string{"a", strings.Repeat("x", 900)}, [2]string{"b", strings.Repeat("x", 900)}), TooLarge, "too large"},
		{"no zip", []byte("hello"), Invalid, "no zip"},
		{"cut off", bomb[:len(bomb)/2], Invalid, "no zip"},
		{"empty", zipOf(t), Invalid, "no file"},
	} {
		got, err := w.Import(c.src)
		var e *Error
		text := ""
		if errors.As(err, &e) {
			text = e.Text
			for _, f := range e.Fields {
				text += "; " + f.Text
			}
		}
		if FaultOf(err) != c.fault || !strings.Contains(text, c.says) || got != nil {
			t.Errorf("%s: fault %v, %q, %d files", c.name, FaultOf(err), text, len(got))
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte("PK\x05\x06"))
	w := &Workbench{Limits: Limits{Files: 10, FileBytes: 1000, TreeBytes: 1500}}
	f.Fuzz(func(t *testing.T, src []byte) {
		files, err := w.Import(src)
		if err != nil {
			return
		}
		for name, data := range files {
			if CheckPath(name) != nil || len(data) > 1000 {
				t.Errorf("took %q with %d bytes", name, len(data))
			}
		}
	})
}

// TestAZipOfVeryManyEntriesIsNotRead: a list of entries alone takes ten times its size in memory, though nothing in it is unpacked.
func TestAZipOfVeryManyEntriesIsNotRead(t *testing.T) {
	const entries = 200000
	whole := zipOf(t, [2]string{"a", ""})
	from := bytes.LastIndex(whole, []byte("PK\x01\x02"))
	end := bytes.LastIndex(whole, []byte("PK\x05\x06"))
	list := bytes.Repeat(whole[from:end], entries)
	tail := slices.Clone(whole[end:])
	binary.LittleEndian.PutUint16(tail[8:], entries&0xffff)
	binary.LittleEndian.PutUint16(tail[10:], entries&0xffff)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(list)))
	src := slices.Concat(whole[:from], list, tail)
	if z, err := zip.NewReader(bytes.NewReader(src), int64(len(src))); err != nil || len(z.File) != entries {
		t.Fatalf("the zip of the test cannot be read: %v", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := (&Workbench{}).Import(src)
	runtime.ReadMemStats(&after)
	if FaultOf(err) != TooLarge || err.Error() != "the zip holds more than 100000 entries; at most 5000 files are taken" {
		t.Errorf("refused with %v", err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("%d bytes were taken for a list of %d", took, len(list))
	}
}
