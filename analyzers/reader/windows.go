package reader

// The sizes of a window, as the trainer has them.
const (
	places       = 258 // positions in the model file
	windowTokens = 256
	windowCount  = 48  // sentences
	overlap      = 3   // sentences
	longest      = 200 // tokens of a sentence; the rest is not read
	clauseTokens = 160
)

// Window is a run of sentences that is read as one.
type Window struct{ From, To int }

// Windows cuts sentences of these numbers of tokens into windows: each as long as fits, whole sentences, each but the
// first beginning three sentences before the last one's end. The start and every sentence's end take a token too.
func Windows(tokens []int) []Window {
	var out []Window
	for from := 0; from < len(tokens); {
		to, total := from, 1
		for to < len(tokens) && to-from < windowCount && total+tokens[to]+1 <= windowTokens {
			total += tokens[to] + 1
			to++
		}
		to = max(to, from+1)
		out = append(out, Window{from, to})
		if to == len(tokens) {
			break
		}
		from = max(from+1, to-overlap)
	}
	return out
}
