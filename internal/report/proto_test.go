package report
import ("testing";"context")
func BenchmarkProto(b *testing.B){
 for range b.N {
 runDagre(context.Background(), &dagreGraph{Settings:dagreSettings{"LR","network-simplex",50,20,10},Groups:[]int{-1},Boxes:[]dagreBox{{100,40,0},{100,40,0},{80,50,-1}},Edges:[]dagreEdge{{0,1,0,0,1,1},{1,2,40,20,2,1},{2,0,0,0,1,1}}})
 }
}
