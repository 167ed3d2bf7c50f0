// Package calendar knows the sessions of the UPR Working Group, the States under review in each, the deadlines as far
// as they are known, and the names of States in six languages. All of it is data with source and confidence; an
// administrator can replace the files. It refuses to guess: what is derived says so.
package calendar
