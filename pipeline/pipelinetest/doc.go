// Package pipelinetest holds the suite that every [bus.Broker] passes.
//
// A transport's test says in a [Harness] how its broker is started, how one connects to it and, where it can, how it
// goes away and comes back; [Run] does the rest:
//
//	func TestConformance(t *testing.T) {
//		pipelinetest.Run(t, func(t *testing.T) pipelinetest.Harness { … })
//	}
//
// Each part starts a harness of its own, so parts never see each other's messages. The suite asks for what the contract
// in package bus says and no more: where that allows duplicates, so does the suite.
package pipelinetest
