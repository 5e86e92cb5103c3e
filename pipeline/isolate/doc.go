// Package isolate reads files in processes of their own, so that no file can stop or harm the run.
//
// # Why processes
//
// Files come from strangers. A reader that is careful still meets what Go can't take back: a stack that overflows, a
// map of two thousand million entries and the fatal out-of-memory that follows, a loop that looks at no context, a
// library's bug. Inside the program such a file ends everything; in another process it ends that process. The program
// starts itself again for this, so nothing more has to be installed.
//
// # How
//
// A program that wants workers calls [Main] before anything else: in a process that [New] started it becomes the
// worker and never returns. A [Pool] starts workers when they are needed, at most as many as it is told, and keeps them
// warm: file after file goes to the same process. A request is the file's name and bytes, an answer the documents as
// gob: on a letter of two pages that takes a fifth of the time of JSON. Both are frames on the worker's standard
// input and output, with their length in front. What comes back is equal to what the same reading in this process would
// give; errors come back as *extract.Error with code and text.
//
// # Limits
//
// A worker that breaks a limit is killed together with the programs it started, another takes its place, and the file
// gets an error that names the limit and says what to do:
//
//   - read.time: the worker spent more than [Options.Time] of processor time, and a second more for each megabyte of
//     the file; or more than [Options.Wait] by the clock, because it waits for another program, such as the one that
//     reads scans. A reader that knows that it goes on well, page after page, says so by [extract.Progressed] and
//     starts the count again, up to [Options.Total] in all.
//   - read.memory: more than [Options.Memory] bytes resident. The worker watches itself and the pool watches it; on
//     Linux the system refuses it memory beyond that, so that a leap between two looks does no harm either.
//   - read.crash: it ended by itself. A worker that had read other files before gets a second chance with a fresh one,
//     for its end may have been their doing.
//   - read.start: no worker could be started.
//
// Processor time and resident memory are known to the pool on Linux only. Elsewhere three times as much by the clock
// counts, and the worker's own watch over Go's memory.
//
// No worker outlives the pool: each ends when its standard input does, in the middle of a file too, so even a program
// that was killed leaves none behind.
//
// # Cost
//
// BenchmarkFolder reads the fixtures' letters in this process and in workers, in one run. On two cores of an AMD EPYC the
// workers took 1.05 times the processor time; each held 30 MB. Starting one takes 10 ms.
package isolate
