// Package nn runs a small BERT encoder on the processor, with the same bytes as result on every machine.
//
// Nearly all work is products of matrices. Their numbers are integers: weights are int8 with a scale a row, fixed in
// the model file; what flows through the network is rounded to 14-bit integers with a scale a token, just before each
// product. Sums of integers don't depend on their order, so kernels for AVX2 and AVX-512 and their twins in plain Go
// give the same result exactly ([panel8], [panel16]). In attention the same holds: queries and keys are rounded to
// integers, the softmax's numerators are integers of 12 bits, and values are of 11 bits, so that no sum can leave 32
// bits.
//
// What stays in floating point (scales, layer norm, GELU, the softmax's exponential) is done one element at a time or in
// sums of a fixed order, and every product is rounded before it is added (float32(x*y) + z), so that no compiler may
// fuse the two. Kernels for these steps do the same operations eight or sixteen elements at a time.
//
// A matrix lies in panels of 16 outputs: for each pair of inputs, the 16 outputs' two weights ([panel][pair][16][2]).
// A kernel call multiplies one panel with six tokens at a time. Where the processor has AVX-512 with VNNI, it takes
// twelve, and the instruction VPDPWSSD makes the same sums; GODEBUG=cpu.avx512bw=off and cpu.avx2=off choose by hand.
//
// Build with the tag purego to leave the kernels out; asm holds the program that writes them.
package nn
