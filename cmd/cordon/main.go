package main

import (
	"context"
	"fmt"
	"os"
	"cordon/internal/diag"
	"cordon/internal/project"
)

func main() {
	var ds diag.List
	_, err := project.LintContent(context.Background(), os.DirFS("content"), "content", nil, &ds)
	for _, d := range ds.Sorted() {
		fmt.Println(d)
	}
	fmt.Println(err, len(ds.Sorted()))
}
