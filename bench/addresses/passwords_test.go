package addresses

import "testing"

func TestPasswordsInATextAreNotShown(t *testing.T) {
	for text, want := range map[string]string{
		"Failed to fetch http://me:s3cret@mirror.example/debian/x  404":  "Failed to fetch http://mirror.example/debian/x  404",
		"from 'https://tok/en@a' and https://s3cret@b:80/x@1":            "from 'https://tok/en@a' and https://b:80/x@1",
		"https://me:s3@cret@c.example":                                   "https://c.example",
		"me@example.org: nothing to hide://":                             "me@example.org: nothing to hide://",
		`invalid proxy address "me:s3cret@proxy.lan:3128"`:               `invalid proxy address "proxy.lan:3128"`,
		"HTTPS_PROXY=me:s3cret@proxy.lan":                                "HTTPS_PROXY=proxy.lan",
		`Get "https://a.example/x?v=2&X-Amz-Signature=ab12&n=1": EOF`:    `Get "https://a.example/x?v=2&X-Amz-Signature=…&n=1": EOF`,
		"pip looked at https://pypi.lan/simple?token=s3cret, then ended": "pip looked at https://pypi.lan/simple?token=… then ended",
		"git@example.org:me/models at 12:30":                             "git@example.org:me/models at 12:30",
	} {
		if got := WithoutPasswords(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

func TestNothingBeforeTheServerIsShown(t *testing.T) {
	for address, want := range map[string]string{
		"me:s3cret@hub.lan":             "hub.lan",
		"https://me:s3%cr/et@hub.lan/x": "https://hub.lan/x",
		"me@s3cret://@hub.lan":          "hub.lan",
		"https://hub lan":               "https://hub lan",
		"@":                             "",
	} {
		if got, hadLogin := Server(address); got != want || hadLogin != (address != want) {
			t.Errorf("%s became %s, %t; want %s", address, got, hadLogin, want)
		}
	}
}
