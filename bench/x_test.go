package bench
import ("testing";"context";"io";"cordon/internal/project";"cordon/internal/diag";"cordon/internal/engine")
func BenchmarkX(b *testing.B){ for b.Loop() { var ds diag.List; k,err:=project.OpenKnowledge(nil,&ds); if err!=nil {b.Fatal(err)}; m:=project.OpenModel("/tmp/b/h5000.yaml",k,&ds); a,err:=project.Assess(context.Background(),m,k,engine.Future,nil); if err!=nil {b.Fatal(err)}; a.Encode(io.Discard)} }
