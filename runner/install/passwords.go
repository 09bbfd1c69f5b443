package install

import "regexp"

// inAddress matches a name and password in an address.
var inAddress = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s'"<>]*@`)

// withoutPasswords removes names and passwords from the addresses in a text.
// Programs print the addresses of mirrors, and what they print is shown.
func withoutPasswords(text string) string { return inAddress.ReplaceAllString(text, "$1") }
