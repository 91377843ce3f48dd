package worlds

import (
	"context"
	"sync"
	"sync/atomic"
)

const (
	blockWords  = 64              // words of a block: what one thread takes at a time
	blockWorlds = 64 * blockWords // 4,096
)

// inBlocks works blocks out in parallel and gives their results to done in the order of the blocks, on the caller's goroutine: sums of
// decimals depend on their order. Each thread calls begin once for a function of its own. All goroutines have ended when it
// returns; with an error of the context some blocks are missing.
func inBlocks[T any](ctx context.Context, blocks, threads int, begin func() func(block int) T, done func(T)) error {
	type finished struct {
		block  int
		result T
	}
	var next atomic.Int64
	var running sync.WaitGroup
	results := make(chan finished)
	for range min(threads, blocks) {
		running.Go(func() {
			work := begin()
			for ctx.Err() == nil {
				block := int(next.Add(1)) - 1
				if block >= blocks {
					return
				}
				results <- finished{block, work(block)}
			}
		})
	}
	go func() {
		running.Wait()
		close(results)
	}()
	turn, early := 0, map[int]T{} // early: blocks that wait for one before them
	for r := range results {
		early[r.block] = r.result
		for {
			result, ok := early[turn]
			if !ok {
				break
			}
			delete(early, turn)
			done(result)
			turn++
		}
	}
	if turn < blocks {
		return ctx.Err()
	}
	return nil
}
