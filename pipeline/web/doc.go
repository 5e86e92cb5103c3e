// Package web lets programs and people send responses in and read the summary over HTTP.
//
// # Endpoints
//
//	POST   /responses        takes a response in: the request's body, or the file of a multipart form; 202 and a receipt
//	GET    /responses        all responses that were read, one JSON object a line
//	GET    /responses/{id}   what is known of one
//	DELETE /responses/{id}   erases a respondent
//	PUT    /policy           puts a draft in force
//	GET    /summary          the summary, as JSON or in any form of package report
//	GET    /events           server-sent events, one whenever the summary has changed
//	GET    /consultations    what the server knows, and how far each has come
//	GET    /deadletters      messages that could not be processed
//	POST   /deadletters/retry?number=1&number=2  hands them to their stages again
//	GET    /metrics          for Prometheus
//	GET    /healthz, /readyz whether it works, whether it takes requests
//
// The work is done by a [Service]; package stream has the one. A worker that takes nothing in serves the last three
// lines alone.
//
// # Who may ask
//
// Listening on the loopback only this machine's programs reach the server; pages in its browsers are kept out by the
// host and the origin that they name. Listening elsewhere needs tokens. They are compared in constant time, and
// healthz and readyz alone go without.
//
// # Nobody can be a burden to others
//
// A body has a largest size. While it comes in it lies on disk, since clients may be slow and many, and the disk that all
// of them take has a limit; only whole bodies are loaded, as many as a limit of memory lets at once. Whoever is slower
// than a pace is cut off, in both directions. Requests of one address have a rate. Listeners to events each have their own
// channel, in which newer changes take the place of older ones.
//
// # What a client is told
//
// An error is a JSON object with a code, what went wrong, with which file, and what to do; where another try is worth
// while Retry-After says when. A receipt is given only when the submission is safe. Sending the same again is always
// allowed and changes nothing.
package web
