// Package fit learns and applies small linear models over named features: softmax regression with a quadratic penalty,
// of two classes (then it is logistic regression) or more.
//
// A model is text, so that a diff shows what a new training changed and a reader sees what a decision weighs: a head
// line with the classes, then a line a feature with a weight a class. Features that a model does not know count for
// nothing, so a model survives the loss of a cue.
//
// Training is deterministic: full batches in the given order, a fixed number of steps of L-BFGS, sums in double
// precision, weights rounded on the way out. It runs once, in package learn of pipeline; the program only applies.
package fit
