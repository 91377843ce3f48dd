package folder

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestFilesAreAFileSystem(t *testing.T) {
	files := Files{"system.yaml": []byte("a"), "parts/cloud.yaml": []byte("bc"), "parts/deep/x.yaml": nil}
	if err := fstest.TestFS(files, "system.yaml", "parts/cloud.yaml", "parts/deep/x.yaml"); err != nil {
		t.Error(err)
	}
	if _, err := files.Open("../x"); err == nil || !strings.Contains(err.Error(), "invalid") {
		t.Errorf("a path that leads out gives %v", err)
	}
}
