//go:build !unix

package extract

import "time"

var began = time.Now()

// spent returns the time that has passed, where the processor's can't be asked for.
func spent() time.Duration { return time.Since(began) }
