// Package problem has the words for what is wrong with a file or a folder:
// which one, of what kind, why, and what to do about it. Everything that looks
// at foreign files answers with them.
//
// It must not know formats of models, stores or models.
//
//	Problem     the sentence, with its kind for errors.Is
//	At, Missing an error of the system, put into one; links that lead nowhere
//	Foreign     what lies where a model should: a web page, a pointer of git
//	Plain, Few  the system's words and long lists, cut to what people read
package problem
