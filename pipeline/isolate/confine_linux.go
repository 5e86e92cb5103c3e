package isolate

import "syscall"

// confine has the system refuse this process memory beyond the limit, and write no core file of a stranger's letter.
// The limit is on memory that can be written to: Go sets aside far more addresses than it uses, and files of the
// program are no cost of the letter. A quarter is added, so that the watches, which can say why, come first.
func confine(memory int64) {
	for what, n := range map[int]uint64{syscall.RLIMIT_DATA: uint64(memory + memory/4), syscall.RLIMIT_CORE: 0} {
		syscall.Setrlimit(what, &syscall.Rlimit{Cur: n, Max: n}) // may be refused, where less is allowed already
	}
}
