// Package serving measures a server through its network interface, as its users
// see it. It speaks the form that OpenAI's servers and nearly all others
// understand: completions and chat, streamed. It notes the time when bytes
// arrive, and reads them only after the answer is complete, so that it takes
// the processor from the server as little as possible.
//
// It must not know any particular server. The package of an engine says what is
// special about its server in a [Server].
//
// # Where things are
//
// One request and its answer:
//
//	server.go    what must be known about a server: address, key, its own fields, how long to wait
//	client.go    sends a request; what goes to which host
//	patience.go  waits when the server is busy (429, 503, Retry-After)
//	clock.go     notes when bytes arrive at the network connection
//	arrival.go   reads a streamed answer with a limit on size and on silence
//	events.go    splits the bytes of an answer into server-sent events, each with its time
//	piece.go     one piece of an answer, and how it is read in OpenAI's form: text, reasoning, counts, errors
//	dialect.go   OpenAI's form, and what has newly arrived of an answer in any form
//	answer.go    puts the pieces together: first token, last token, end, counts
//	form.go      the two forms of a request; leaves out fields that a server refuses
//	counting.go  asks for the length of a prompt if a server does not tell it while it streams
//	place.go     whether a server is on this machine, and its port
//	named.go     the address of a server and the variable of its key, as users name them
//	models.go    lists the models of a server
//	fault.go     what is wrong with a server (it answers a page in HTML, with a status, not at all), in words, with what to do
//
// What is measured:
//
//	prompt.go    prompts of a wanted length that all begin differently
//	context.go   how long the context of a model must be for the tests
//	fitted.go    prompts of a wanted length for any vocabulary, by what the server counted before
//	texts.go     prompts made of a text that dragstrip brings: code, prose, a list, questions
//	cost.go      how many tokens each word seems to have with the server's vocabulary
//	exchange.go  from an answer to the time of a test: what counts as cached, as too short
//	together.go  several requests at once: the tokens of all in the time when all are active
//	bench.go     what one server is measured with, and what is known about its caches
//	wishes.go    the requests of one repetition, with prompts of the wanted length
//	measure.go   does the tests of a request and says what happens, in the lines of a driver
//	live.go      the signs of life while an answer arrives
//	begin.go     starts a server of the driver's own, and waits until it answers
package serving
