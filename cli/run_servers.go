package cli

import (
	"strings"

	"dragstrip/runner"
)

// keyFlag is the flag that names the variable with the key of a server. It may
// stand after an address, too.
const keyFlag = "--key-env"

// addressedHelp says how servers are named that are there already.
func addressedHelp(kinds runner.Kinds) string {
	text := ""
	for _, kind := range kinds.Addressed() {
		text += kind.Name + "=ADDRESS measures a server that is there already (" + kind.Addressed + "). "
	}
	return text
}

// keyed puts --key-env after the addresses of servers that have none of their
// own. A variable may name the key for good, so without a server only a flag that
// was typed is a mistake.
func keyed(kinds runner.Kinds, engines []string, variable string, typed bool) ([]string, error) {
	if variable == "" {
		return engines, nil
	}
	var out []string
	servers := 0
	for _, text := range engines {
		if kinds.IsServer(text) {
			servers++
			if !strings.Contains(text, " "+keyFlag) {
				text += " " + keyFlag + " " + variable
			}
		}
		out = append(out, text)
	}
	if servers == 0 && typed {
		return nil, usagef("%s is for a server that is named by its address (%s)", keyFlag, strings.TrimSpace(addressedHelp(kinds)))
	}
	return out, nil
}

// addedHelp says how a server is named by its address.
func addedHelp(kinds runner.Kinds) string {
	var examples []string
	for _, kind := range kinds.Addressed() {
		examples = append(examples, kind.Name+"="+kind.Addressed)
	}
	return "Write the kind of the server and its address: " + strings.Join(examples, ", or ") + "."
}
